import { Button, Modal } from "@mantine/core";
import type { Attachment } from "@rapport/api-client";
import { Download } from "lucide-react";
import { useT } from "~/messages";
import { contentPath } from "./Attached";
import classes from "./Lightbox.module.css";

/** An image as large as the window allows. */
export default function Lightbox({ attachment, onClose }: { attachment: Attachment; onClose: () => void }) {
  const t = useT();
  const { id, name } = attachment;
  return (
    <Modal
      opened
      fullScreen
      onClose={onClose}
      title={<bdi>{name}</bdi>}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <div className={classes.stage}>
        <img className={classes.image} src={contentPath(id)} alt={name} />
        <Button
          component="a"
          href={contentPath(id)}
          download={name}
          variant="default"
          leftSection={<Download size={16} aria-hidden />}
        >
          {t("attachment.save")}
        </Button>
      </div>
    </Modal>
  );
}
