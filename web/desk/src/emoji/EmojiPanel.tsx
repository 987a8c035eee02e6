import { type Language, parseRecent, withRecent } from "@rapport/emoji";
import { mountPicker } from "@rapport/emoji/picker";
import "@rapport/emoji/picker.css";
import { useEffect, useRef } from "react";
import { useIntl } from "react-intl";
import classes from "./EmojiPanel.module.css";

const RECENT = "rapport:emoji";

interface Props {
  onPick: (character: string) => void;
  onClose: () => void;
}

export default function EmojiPanel(props: Props) {
  const { locale } = useIntl();
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    if (!host.current) return;
    return mountPicker(host.current, {
      language: languageOf(locale),
      recent: parseRecent(localStorage.getItem(RECENT)),
      onPick(character) {
        const recent = withRecent(parseRecent(localStorage.getItem(RECENT)), character);
        localStorage.setItem(RECENT, JSON.stringify(recent));
        latest.current.onPick(character);
      },
      onClose: () => latest.current.onClose(),
    });
  }, [locale]);
  return <div ref={host} className={classes.panel} />;
}

function languageOf(locale: string): Language {
  const [primary] = locale.split("-");
  return primary === "zh" || primary === "ru" ? primary : "en";
}
