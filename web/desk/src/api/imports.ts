import { type ContactImport, type ImportTarget, ProblemError, unwrap } from "@rapport/api-client";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, ifMatch } from "./client";

export const importsQuery = infiniteQueryOptions({
  queryKey: ["imports"],
  queryFn: ({ pageParam, signal }) =>
    unwrap(
      api.GET("/api/v1/contact_imports", { params: { query: { limit: 30, cursor: pageParam } }, signal }),
    ),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next_cursor ?? undefined,
});

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ["import", id],
    queryFn: () => unwrap(api.GET("/api/v1/contact_imports/{id}", { params: { path: { id } } })),
  });

/** What would become of the file as it is understood in this version. */
export const importPreviewQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: ["import-preview", id, version],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/contact_imports/{id}/preview", { params: { path: { id } }, signal })),
  });

export interface ImportChange {
  targets?: ImportTarget[];
  known_contacts?: ContactImport["settings"]["known_contacts"];
  verified?: boolean;
  tag_ids?: string[];
}

export const prepareImport = ({ id, version }: ContactImport, body: ImportChange) =>
  unwrap(
    api.PATCH("/api/v1/contact_imports/{id}", { params: { path: { id }, header: ifMatch(version) }, body }),
  );

export const startImport = (id: string) =>
  unwrap(api.POST("/api/v1/contact_imports/{id}/start", { params: { path: { id } } }));
export const stopImport = (id: string) =>
  unwrap(api.POST("/api/v1/contact_imports/{id}/stop", { params: { path: { id } } }));
export const undoImport = (id: string) =>
  unwrap(api.POST("/api/v1/contact_imports/{id}/undo", { params: { path: { id } } }));
export const discardImport = (id: string) =>
  unwrap(api.DELETE("/api/v1/contact_imports/{id}", { params: { path: { id } } }));

export const refusedRowsPath = (id: string) => `/api/v1/contact_imports/${id}/refused.csv`;

/** The server takes no more of a file than this. */
export const IMPORT_BYTES_MAX = 20 * 1024 * 1024;

/** Sends a file, and tells how far it is: `fetch` tells nothing of that. */
export function uploadImport(
  file: File,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<ContactImport> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/v1/contact_imports?file_name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("Content-Type", "text/csv");
    request.responseType = "json";
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    const fail = (problem: object | null) =>
      reject(
        new ProblemError({
          type: "about:blank",
          title: "",
          detail: "The server did not answer.",
          status: request.status,
          code: "network",
          ...problem,
        }),
      );
    request.onload = () => (request.status === 201 ? resolve(request.response) : fail(request.response));
    request.onerror = () => fail(null);
    request.onabort = () => reject(signal.reason);
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}
