import { createFileRoute } from "@tanstack/react-router";
import { OrganisationPage } from "~/settings/organisation/OrganisationPage";

export const Route = createFileRoute("/settings/organisation")({ component: OrganisationPage });
