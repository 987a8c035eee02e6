import { createFileRoute } from "@tanstack/react-router";
import { AuditPage } from "~/settings/audit/AuditPage";

export const Route = createFileRoute("/settings/audit")({ component: AuditPage });
