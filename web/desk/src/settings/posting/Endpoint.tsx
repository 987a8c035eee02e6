import { useT } from "~/messages";
import { CopyBox } from "../CopyBox";

/** Where the business's own system hands in what contacts write. */
export function Endpoint({ inboxId }: { inboxId: string }) {
  const t = useT();
  const address = `${window.location.origin}/api/v1/inboxes/${inboxId}/messages`;
  return <CopyBox title={t("endpoint.title")} hint={t("endpoint.hint")} text={`POST ${address}`} />;
}
