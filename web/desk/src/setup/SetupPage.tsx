import { Alert, Button } from "@mantine/core";
import { ProblemError, unwrap } from "@rapport/api-client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "~/api/client";
import { sessionQuery } from "~/api/session";
import { useLanguage } from "~/app/LanguageProvider";
import { type MessageId, useT } from "~/messages";
import { BarePage } from "~/session/BarePage";
import { type Answers, isComplete, STEPS, stepOf } from "./answers";
import { LauncherPreview } from "./LauncherPreview";
import { SetupDone } from "./SetupDone";
import classes from "./SetupPage.module.css";
import { SetupSteps } from "./SetupSteps";
import { StepFields } from "./StepFields";

export function SetupPage({ setupKey }: { setupKey: string }) {
  const t = useT();
  const client = useQueryClient();
  const { locale } = useLanguage();
  const [index, setIndex] = useState(0);
  const [answers, setAnswers] = useState<Answers>({
    organisation: "",
    brand: "",
    colour: "#4f46c8",
    name: "",
    email: "",
    password: "",
    inbox: t("setup.inbox_default"),
  });
  const step = STEPS[index] ?? "organisation";
  const last = index === STEPS.length - 1;

  const finish = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST("/api/v1/setup", {
          body: {
            key: setupKey,
            organisation: { name: answers.organisation.trim() },
            brand: { name: answers.brand.trim() || answers.organisation.trim(), colour: answers.colour },
            administrator: {
              name: answers.name.trim(),
              email: answers.email.trim(),
              password: answers.password,
            },
            inbox: { name: answers.inbox.trim() },
            language: locale,
            time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
          },
        }),
      ),
    onSuccess: (me) => client.setQueryData(sessionQuery.queryKey, me),
    onError: (error) => {
      const [field] = error instanceof ProblemError ? Object.keys(error.fieldErrors) : [];
      if (field) setIndex(STEPS.indexOf(stepOf(field)));
    },
  });

  if (finish.isSuccess) return <SetupDone />;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (last) finish.mutate();
    else setIndex(index + 1);
  };
  const problem = finish.error instanceof ProblemError ? finish.error : null;
  const fieldErrors = problem?.fieldErrors ?? {};

  return (
    <BarePage wide title={t(`setup.${step}.title` as MessageId)} hint={t(`setup.${step}.hint` as MessageId)}>
      <SetupSteps index={index} />
      {!setupKey && (
        <Alert color="yellow" variant="light" role="alert" mb={16}>
          {t("setup.key_missing")}
        </Alert>
      )}
      {finish.error && Object.keys(fieldErrors).length === 0 && (
        <Alert color="red" variant="light" role="alert" mb={16}>
          {problem?.code === "setup_key_wrong" ? t("setup.key_wrong") : finish.error.message}
        </Alert>
      )}
      <div className={classes.columns}>
        <form onSubmit={submit} className={classes.form}>
          <StepFields step={step} answers={answers} errors={fieldErrors} onChange={setAnswers} />
          <div className={classes.buttons}>
            {index > 0 && (
              <Button size="sm" variant="default" onClick={() => setIndex(index - 1)}>
                {t("action.back")}
              </Button>
            )}
            <Button
              size="sm"
              type="submit"
              disabled={!isComplete(step, answers) || (last && !setupKey)}
              loading={finish.isPending}
            >
              {last ? t("setup.finish") : t("action.next")}
            </Button>
          </div>
        </form>
        {step !== "you" && (
          <LauncherPreview colour={answers.colour} brand={answers.brand || answers.organisation} />
        )}
      </div>
    </BarePage>
  );
}
