import { Kbd } from "@mantine/core";
import { type MessageId, useT } from "~/messages";
import { Dialog } from "~/ui/Dialog";
import classes from "./KeysHelp.module.css";

const KEYS: [string[], MessageId][] = [
  [["Ctrl", "K"], "keys.palette"],
  [["?"], "keys.help"],
  [["J"], "keys.next"],
  [["K"], "keys.previous"],
  [["X"], "keys.select"],
  [["R"], "keys.reply"],
  [["N"], "keys.note"],
  [["Ctrl", "Enter"], "keys.send"],
  [["Ctrl", "Shift", "Enter"], "keys.send_resolve"],
  [["Z"], "keys.undo_send"],
  [["/"], "keys.canned"],
  [["E"], "keys.resolve"],
  [["T"], "keys.transfer"],
  [["A"], "keys.assign"],
  [["S"], "keys.snooze"],
  [["L"], "keys.tags"],
  [["M"], "keys.merge"],
  [["G", "I"], "keys.go_inbox"],
  [["G", "C"], "keys.go_contacts"],
  [["G", "B"], "keys.go_board"],
  [["G", "S"], "keys.go_settings"],
];

export default function KeysHelp({ onClose }: { onClose: () => void }) {
  const t = useT();
  return (
    <Dialog onClose={onClose} title={t("keys.title")}>
      <dl className={classes.list}>
        {KEYS.map(([keys, label]) => (
          <div key={label} className={classes.row}>
            <dt>{t(label)}</dt>
            <dd>
              {keys.map((key) => (
                <Kbd key={key} size="xs">
                  {key}
                </Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
