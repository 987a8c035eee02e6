import "./channels.css";
import type { Channel } from "@rapport/api-client";
import { useT } from "~/messages";
import classes from "./Reports.module.css";

/** A channel in the colour that stands for it in the diagrams. */
export function ChannelName({ channel }: { channel: Channel }) {
  const t = useT();
  return (
    <span className={classes.channel}>
      <span className={classes.dot} data-channel={channel} aria-hidden />
      {t(`channel.${channel}`)}
    </span>
  );
}
