import { Button, FileButton, Progress } from "@mantine/core";
import { useWindowEvent } from "@mantine/hooks";
import { ProblemError } from "@rapport/api-client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { FileUp } from "lucide-react";
import { useState } from "react";
import { importQuery, importsQuery, uploadImport } from "~/api/imports";
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
  const upload = useMutation({
    mutationFn: (file: File) => uploadImport(file, setShare),
    onMutate: () => setShare(0),
    onSuccess: (one) => {
      client.setQueryData(importQuery(one.id).queryKey, one);
      void client.invalidateQueries({ queryKey: importsQuery.queryKey });
      void navigate({ to: "/contacts/imports/$importId", params: { importId: one.id } });
    },
  });
  const problem = upload.error instanceof ProblemError ? upload.error : null;
  const wrong =
    problem &&
    (problem.code === "network" ? t("error.network") : (problem.fieldErrors.file ?? problem.message));
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
    if (file && !upload.isPending) upload.mutate(file);
  });
  return (
    <div className={classes.upload} data-over={over || undefined}>
      <FileUp size={20} aria-hidden />
      <div className={classes.words}>
        <p>{t("imports.upload")}</p>
        <p className={classes.hint}>{t("imports.upload_hint")}</p>
      </div>
      <FileButton accept={ACCEPT} onChange={(file) => file && upload.mutate(file)}>
        {(props) => (
          <Button {...props} size="xs" loading={upload.isPending}>
            {t("imports.choose")}
          </Button>
        )}
      </FileButton>
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
