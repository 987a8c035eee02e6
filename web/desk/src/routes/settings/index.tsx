import { createFileRoute } from "@tanstack/react-router";
import { SettingsHome } from "~/settings/SettingsHome";

export const Route = createFileRoute("/settings/")({ component: SettingsHome });
