import { Alert, Button, PasswordInput, TextInput } from "@mantine/core";
import { ProblemError, unwrap } from "@rapport/api-client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { api } from "~/api/client";
import { sessionQuery } from "~/api/session";
import { useT } from "~/messages";
import { BarePage } from "./BarePage";
import classes from "./SignIn.module.css";

export function SignIn({ next }: { next: string }) {
  const t = useT();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");

  const signIn = useMutation({
    mutationFn: () => unwrap(api.POST("/api/v1/session", { body: { email, password } })),
    onSuccess: (me) => {
      queryClient.clear();
      queryClient.setQueryData(sessionQuery.queryKey, me);
      router.history.push(next);
    },
  });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };

  return (
    <BarePage title={t("sign_in.title")} hint={t("sign_in.hint")}>
      <form onSubmit={submit} className={classes.form}>
        {signIn.error && (
          <Alert color="red" variant="light" role="alert">
            {reasonOf(signIn.error, t)}
          </Alert>
        )}
        <TextInput
          label={t("field.email")}
          type="email"
          name="email"
          autoComplete="username"
          required
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          visibilityToggleButtonProps={{ "aria-label": t("field.password_toggle") }}
          label={t("field.password")}
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" size="sm" fullWidth loading={signIn.isPending}>
          {t("sign_in.submit")}
        </Button>
      </form>
    </BarePage>
  );
}

function reasonOf(error: Error, t: ReturnType<typeof useT>): string {
  if (!(error instanceof ProblemError)) return error.message;
  switch (error.code) {
    case "credentials_wrong":
      return t("sign_in.credentials_wrong");
    case "network":
      return t("error.network");
    default:
      return error.status === 429 ? t("sign_in.throttled") : error.message;
  }
}
