import { Lock } from "lucide-react";
import { useT } from "~/messages";
import { EmptyState } from "~/ui/EmptyState";

/** In the stead of a page that the role of who is signed in does not open. */
export default function Closed() {
  const t = useT();
  return (
    <main>
      <EmptyState icon={Lock} title={t("closed.title")} hint={t("closed.hint")} />
    </main>
  );
}
