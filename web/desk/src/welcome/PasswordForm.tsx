import { Alert, Button, PasswordInput } from "@mantine/core";
import { ProblemError, unwrap } from "@rapport/api-client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { api } from "~/api/client";
import { sessionQuery } from "~/api/session";
import { useT } from "~/messages";
import classes from "~/session/SignIn.module.css";

interface Props {
  secret: string;
  email: string;
  /** Somebody was faster: the link is used up. */
  onGone: () => void;
}

export function PasswordForm({ secret, email, onGone }: Props) {
  const t = useT();
  const router = useRouter();
  const client = useQueryClient();
  const [password, setPassword] = useState("");
  const join = useMutation({
    mutationFn: () => unwrap(api.POST("/api/v1/access_link", { body: { secret, password } })),
    onSuccess: (me) => {
      client.clear();
      client.setQueryData(sessionQuery.queryKey, me);
      router.history.replace("/");
    },
    onError: (error) => {
      if (error instanceof ProblemError && error.code === "link_gone") onGone();
    },
  });
  const fieldErrors = join.error instanceof ProblemError ? join.error.fieldErrors : {};
  const submit = (event: FormEvent) => {
    event.preventDefault();
    join.mutate();
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      {join.error && !fieldErrors.password && (
        <Alert color="red" variant="light" role="alert">
          {join.error.message}
        </Alert>
      )}
      {/* So that password managers keep the two together. */}
      <input type="hidden" name="email" autoComplete="username" value={email} />
      <p className={classes.email}>{t("welcome.email", { email })}</p>
      <PasswordInput
        visibilityToggleButtonProps={{ "aria-label": t("field.password_toggle") }}
        label={t("welcome.password")}
        description={t("welcome.password_hint")}
        error={fieldErrors.password}
        name="password"
        autoComplete="new-password"
        required
        autoFocus
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Button type="submit" size="sm" fullWidth loading={join.isPending}>
        {t("welcome.submit")}
      </Button>
    </form>
  );
}
