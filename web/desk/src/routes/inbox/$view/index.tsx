import { createFileRoute } from "@tanstack/react-router";
import { NothingOpen } from "~/inbox/NothingOpen";

export const Route = createFileRoute("/inbox/$view/")({ component: NothingOpen });
