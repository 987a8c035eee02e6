import { createFileRoute } from "@tanstack/react-router";
import { FirstStepsPage } from "~/firstSteps/FirstStepsPage";

export const Route = createFileRoute("/settings/first-steps")({ component: FirstStepsPage });
