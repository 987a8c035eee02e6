import { Button, Skeleton } from "@mantine/core";
import { ProblemError, unwrap } from "@rapport/api-client";
import { useQuery } from "@tanstack/react-query";
import { Link, useLocation } from "@tanstack/react-router";
import { api } from "~/api/client";
import { useT } from "~/messages";
import { BarePage } from "~/session/BarePage";
import { ErrorState } from "~/ui/ErrorState";
import { PasswordForm } from "./PasswordForm";

/** Whoever was given a link sets a password here, and is signed in. */
export function WelcomePage() {
  const t = useT();
  const secret = useLocation({ select: ({ hash }) => hash });
  const { data, error, refetch } = useQuery({
    queryKey: ["access-link", secret],
    queryFn: () => unwrap(api.POST("/api/v1/access_link/look", { body: { secret } })),
    retry: false,
    gcTime: 0,
  });
  if (error instanceof ProblemError && error.code === "link_gone") return <LinkGone />;
  if (error) {
    return (
      <BarePage title={t("welcome.checking")} hint="">
        <ErrorState error={error} onRetry={() => void refetch()} />
      </BarePage>
    );
  }
  if (!data) {
    return (
      <BarePage title={t("welcome.checking")} hint="">
        <Skeleton height={120} />
      </BarePage>
    );
  }
  const organisation = data.organisation.name;
  return (
    <BarePage
      title={t("welcome.hello", { name: data.name })}
      hint={t(data.purpose === "invitation" ? "welcome.join" : "welcome.reset", { organisation })}
    >
      <PasswordForm secret={secret} email={data.email} onGone={() => void refetch()} />
    </BarePage>
  );
}

function LinkGone() {
  const t = useT();
  return (
    <BarePage title={t("welcome.gone")} hint={t("welcome.gone_hint")}>
      <Button
        variant="default"
        fullWidth
        renderRoot={(props) => <Link to="/sign-in" search={{}} {...props} />}
      >
        {t("welcome.sign_in")}
      </Button>
    </BarePage>
  );
}
