import { useRouterState } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { useOfferAlert } from "~/offers/useOfferAlert";
import { useShortcuts } from "~/shortcuts/useShortcuts";
import { useSnoozeAlert } from "~/snooze/useSnoozeAlert";
import { fitToKeyboard } from "./fitToKeyboard";
import { OfflineBanner } from "./OfflineBanner";
import { Rail } from "./Rail";
import classes from "./SignedIn.module.css";
import { useGoKeys } from "./useGoKeys";
import { useLiveCache } from "./useLiveCache";

const loadPalette = () => import("~/palette/Palette");
const Palette = lazy(loadPalette);
const KeysHelp = lazy(() => import("~/shortcuts/KeysHelp"));

type Overlay = "palette" | "keys" | null;

export function SignedIn({ children }: { children: ReactNode }) {
  const [overlay, setOverlay] = useState<Overlay>(null);
  useLiveCache();
  useOfferAlert();
  useSnoozeAlert();
  useGoKeys();
  // Keys typed right after Ctrl-K must not be lost to a chunk that is still on its way.
  useEffect(() => void loadPalette(), []);
  useEffect(() => {
    const view = window.visualViewport;
    return view ? fitToKeyboard(view, document.documentElement, () => window.innerHeight) : undefined;
  }, []);
  useShortcuts({
    "mod+k": () => setOverlay("palette"),
    "?": () => setOverlay("keys"),
  });
  // On a phone an open conversation takes the whole screen, the rail included.
  const inConversation = useRouterState({
    select: ({ location }) => /^\/inbox\/[^/]+\/[^/]+/.test(location.pathname),
  });

  return (
    <div className={classes.shell} data-conversation={inConversation || undefined}>
      <Rail onSearch={() => setOverlay("palette")} />
      <div className={classes.page}>
        <OfflineBanner />
        <div className={classes.content}>{children}</div>
      </div>
      <Suspense>
        {overlay === "palette" && (
          <Palette onClose={() => setOverlay(null)} onKeys={() => setOverlay("keys")} />
        )}
        {overlay === "keys" && <KeysHelp onClose={() => setOverlay(null)} />}
      </Suspense>
    </div>
  );
}
