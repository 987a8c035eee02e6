import { useT } from "~/messages";
import { CopyBox } from "./CopyBox";
import { snippetOf } from "./snippetOf";

export function Snippet({ inboxKey }: { inboxKey: string }) {
  const t = useT();
  return (
    <CopyBox
      title={t("inboxes.snippet")}
      hint={t("inboxes.snippet_hint")}
      text={snippetOf(location.origin, inboxKey)}
    />
  );
}
