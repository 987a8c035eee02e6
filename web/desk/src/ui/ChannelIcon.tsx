import {
  type LucideIcon,
  Mail,
  MessageCircle,
  MessageSquare,
  MessagesSquare,
  Phone,
  Plug,
  Share2,
  Zap,
} from "lucide-react";
import { type MessageId, useT } from "~/messages";
import classes from "./ChannelIcon.module.css";

const ICONS: Record<string, LucideIcon> = {
  webchat: MessageCircle,
  email: Mail,
  voice: Phone,
  sms: MessageSquare,
  xmpp: Zap,
  social: Share2,
  forum: MessagesSquare,
  custom: Plug,
};

export function ChannelIcon({ channel, size = 13 }: { channel: string; size?: number }) {
  const t = useT();
  const Icon = ICONS[channel];
  if (!Icon) return null;
  const label = t(`channel.${channel}` as MessageId);
  return (
    <span className={classes.icon} role="img" aria-label={label} title={label}>
      <Icon size={size} strokeWidth={2} aria-hidden />
    </span>
  );
}
