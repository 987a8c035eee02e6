import { useRouterState } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { useMe } from "~/api/session";
import { useShortcuts } from "~/shortcuts/useShortcuts";
import { Alerts } from "./Alerts";
import { fitToKeyboard } from "./fitToKeyboard";
import { OfflineBanner } from "./OfflineBanner";
import { isClosed } from "./places";
import { Rail } from "./Rail";
import classes from "./SignedIn.module.css";
import { useGoKeys } from "./useGoKeys";
import { useLiveCache } from "./useLiveCache";

const loadPalette = () => import("~/palette/Palette");
const Palette = lazy(loadPalette);
const Closed = lazy(() => import("./Closed"));
const KeysHelp = lazy(() => import("~/shortcuts/KeysHelp"));

type Overlay = "palette" | "keys" | null;

export function SignedIn({ children }: { children: ReactNode }) {
  const [overlay, setOverlay] = useState<Overlay>(null);
  useLiveCache();
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

  const { permissions } = useMe();
  const closed = useRouterState({ select: ({ location }) => isClosed(location.pathname, permissions) });

  // On a board for the wall there is nothing else to go to.
  const onWall = useRouterState({
    select: ({ location }) =>
      location.pathname === "/board" && "wall" in location.search && location.search.wall,
  });

  return (
    <div className={classes.shell} data-conversation={inConversation || undefined}>
      {permissions.includes("conversations:read") && <Alerts />}
      {!onWall && <Rail onSearch={() => setOverlay("palette")} />}
      <div className={classes.page}>
        <OfflineBanner />
        <div className={classes.content}>
          {closed ? (
            <Suspense>
              <Closed />
            </Suspense>
          ) : (
            children
          )}
        </div>
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
