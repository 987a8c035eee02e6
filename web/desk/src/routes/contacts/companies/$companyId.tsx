import { createFileRoute } from "@tanstack/react-router";
import { CompanyPage } from "~/contacts/companies/CompanyPage";

export const Route = createFileRoute("/contacts/companies/$companyId")({ component: CompanyRoute });

function CompanyRoute() {
  const { companyId } = Route.useParams();
  return <CompanyPage key={companyId} companyId={companyId} />;
}
