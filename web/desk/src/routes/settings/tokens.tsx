import { createFileRoute } from "@tanstack/react-router";
import { TokensPage } from "~/settings/tokens/TokensPage";

export const Route = createFileRoute("/settings/tokens")({ component: TokensPage });
