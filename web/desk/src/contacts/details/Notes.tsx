import { ActionIcon, Button, Skeleton, Textarea } from "@mantine/core";
import { type ContactNote, unwrap } from "@rapport/api-client";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { api } from "~/api/client";
import { contactNotesQuery } from "~/api/contacts";
import { useMay } from "~/api/session";
import { useT } from "~/messages";
import { RelativeTime } from "~/time/RelativeTime";
import { ErrorState } from "~/ui/ErrorState";
import { toast } from "~/ui/toasts";
import { useProblemToast } from "~/ui/useProblemToast";
import classes from "./Notes.module.css";

const CHARACTERS_MAX = 5_000;

/** What colleagues should know of a contact, whatever conversation they are in. */
export function Notes({ contactId }: { contactId: string }) {
  const t = useT();
  const mayWrite = useMay("contacts:write");
  const query = contactNotesQuery(contactId);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(query);
  const { add, remove } = useNotes(contactId);
  const notes = data?.pages.flatMap((page) => page.items);
  return (
    <>
      {mayWrite && (
        <NoteForm
          onSave={(text, onSaved) => add.mutate(text, { onSuccess: onSaved })}
          isSaving={add.isPending}
        />
      )}
      {error && !notes ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !notes ? (
        <Skeleton height={36} />
      ) : notes.length === 0 ? (
        <p className={classes.none}>{t("contact_notes.none")}</p>
      ) : (
        <ul className={classes.list}>
          {notes.map((note) => (
            <Note key={note.id} note={note} onRemove={mayWrite ? () => remove(note) : undefined} />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <Button
          variant="subtle"
          size="compact-xs"
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          {t("action.load_more")}
        </Button>
      )}
    </>
  );
}

function useNotes(contactId: string) {
  const t = useT();
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: contactNotesQuery(contactId).queryKey });
  const onError = useProblemToast();
  const add = useMutation({
    mutationFn: (text: string) =>
      unwrap(
        api.POST("/api/v1/contacts/{id}/notes", { params: { path: { id: contactId } }, body: { text } }),
      ),
    onSuccess,
    onError,
  });
  const take = useMutation({
    mutationFn: (note_id: string) =>
      unwrap(
        api.DELETE("/api/v1/contacts/{id}/notes/{note_id}", {
          params: { path: { id: contactId, note_id } },
        }),
      ),
    onSuccess,
    onError,
  });
  const remove = (note: ContactNote) =>
    take.mutate(note.id, {
      onSuccess: () =>
        toast("good", t("contact_notes.removed"), {
          label: t("action.undo"),
          run: () => add.mutate(note.text),
        }),
    });
  return { add, remove };
}

interface FormProps {
  onSave: (text: string, onSaved: () => void) => void;
  isSaving: boolean;
}

function NoteForm({ onSave, isSaving }: FormProps) {
  const t = useT();
  const [text, setText] = useState("");
  const save = () => {
    if (text.trim() && !isSaving) onSave(text.trim(), () => setText(""));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    save();
  };
  return (
    <div className={classes.form}>
      <Textarea
        size="xs"
        autosize
        minRows={1}
        maxRows={8}
        dir="auto"
        aria-label={t("contact_notes.add")}
        placeholder={t("contact_notes.add")}
        maxLength={CHARACTERS_MAX}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {text.trim() && (
        <Button size="compact-xs" loading={isSaving} onClick={save}>
          {t("action.save")}
        </Button>
      )}
    </div>
  );
}

function Note({ note, onRemove }: { note: ContactNote; onRemove: (() => void) | undefined }) {
  const t = useT();
  return (
    <li className={classes.note}>
      <p className={classes.text} dir="auto">
        {note.text}
      </p>
      <p className={classes.by}>
        <bdi>{note.author.name}</bdi> · <RelativeTime at={note.at} />
      </p>
      {onRemove && (
        <ActionIcon
          size="sm"
          className={classes.remove}
          aria-label={t("contact_notes.remove")}
          onClick={onRemove}
        >
          <X size={14} />
        </ActionIcon>
      )}
    </li>
  );
}
