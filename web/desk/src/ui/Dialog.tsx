import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useT } from "~/messages";

interface Props {
  title: string;
  onClose: () => void;
  /** For what stands side by side. */
  wide?: boolean;
  children: ReactNode;
}

/** A question that has to be answered or closed before anything else. It exists only while it is asked. */
export function Dialog({ title, onClose, wide, children }: Props) {
  const t = useT();
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      {...(wide && { size: 640 })}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {children}
    </Modal>
  );
}
