import { createFileRoute } from "@tanstack/react-router";
import { ForImporters } from "~/contacts/imports/ForImporters";
import { ImportsPage } from "~/contacts/imports/ImportsPage";

export const Route = createFileRoute("/contacts/imports/")({ component: ImportsRoute });

function ImportsRoute() {
  return (
    <ForImporters>
      <ImportsPage />
    </ForImporters>
  );
}
