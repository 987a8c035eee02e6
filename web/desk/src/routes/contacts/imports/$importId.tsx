import { createFileRoute } from "@tanstack/react-router";
import { ForImporters } from "~/contacts/imports/ForImporters";
import { ImportPage } from "~/contacts/imports/ImportPage";

export const Route = createFileRoute("/contacts/imports/$importId")({ component: ImportRoute });

function ImportRoute() {
  const { importId } = Route.useParams();
  return (
    <ForImporters>
      <ImportPage key={importId} importId={importId} />
    </ForImporters>
  );
}
