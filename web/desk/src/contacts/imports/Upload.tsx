import { Button, FileButton, Progress } from "@mantine/core";
import { useWindowEvent } from "@mantine/hooks";
import { ProblemError } from "@rapport/api-client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { FileUp } from "lucide-react";
import { useRef, useState } from "react";
import { IMPORT_BYTES_MAX, importQuery, importsQuery, uploadImport } from "~/api/imports";
import { useBytesText } from "~/attachments/useBytesText";
import { useT } from "~/messages";
import classes from "./Upload.module.css";

const ACCEPT = ".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain";

/** Takes a file, by choice or dropped upon it, and opens what is to be said of it. */
export function Upload() {
  const t = useT();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [share, setShare] = useState(0);
  const [over, setOver] = useState(false);
  const [tooLarge, setTooLarge] = useState(false);
  const abort = useRef(new AbortController());
  const bytesText = useBytesText();
  const upload = useMutation({
    mutationFn: (file: File) => uploadImport(file, setShare, abort.current.signal),
    onMutate: () => {
      abort.current = new AbortController();
      setShare(0);
    },
    onSuccess: (one) => {
      client.setQueryData(importQuery(one.id).queryKey, one);
      void client.invalidateQueries({ queryKey: importsQuery.queryKey });
      void navigate({ to: "/contacts/imports/$importId", params: { importId: one.id } });
    },
  });
  const take = (file: File) => {
    const whole = file.size <= IMPORT_BYTES_MAX;
    setTooLarge(!whole);
    upload.reset();
    if (whole) upload.mutate(file);
  };
  const problem = upload.error instanceof ProblemError ? upload.error : null;
  const refused =
    problem &&
    (problem.code === "network" ? t("error.network") : (problem.fieldErrors.file ?? problem.message));
  const wrong = tooLarge ? t("attachment.too_large", { size: bytesText(IMPORT_BYTES_MAX) }) : refused;
  // Anywhere on the page: beside the place for it, the browser would leave the desk for the file.
  useWindowEvent("dragover", (event) => {
    event.preventDefault();
    setOver(true);
  });
  useWindowEvent("dragleave", (event) => event.relatedTarget === null && setOver(false));
  useWindowEvent("drop", (event) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer?.files[0];
    if (file && !upload.isPending) take(file);
  });
  return (
    <div className={classes.upload} data-over={over || undefined}>
      <FileUp size={20} aria-hidden />
      <div className={classes.words}>
        <p>{t("imports.upload")}</p>
        <p className={classes.hint}>{t("imports.upload_hint")}</p>
      </div>
      {upload.isPending ? (
        <Button size="xs" variant="default" onClick={() => abort.current.abort()}>
          {t("action.cancel")}
        </Button>
      ) : (
        <FileButton accept={ACCEPT} onChange={(file) => file && take(file)}>
          {(props) => (
            <Button {...props} size="xs">
              {t("imports.choose")}
            </Button>
          )}
        </FileButton>
      )}
      {upload.isPending && (
        <Progress
          className={classes.wide}
          size="sm"
          value={share * 100}
          aria-label={t("imports.uploading")}
        />
      )}
      {wrong && (
        <p className={classes.wrong} role="alert">
          {wrong}
        </p>
      )}
    </div>
  );
}
