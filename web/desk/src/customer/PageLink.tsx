import type { Contact } from "@rapport/api-client";

/** A page of the business's that somebody was on, by its title. */
export function PageLink({ page }: { page: NonNullable<Contact["page"]> }) {
  // Addresses come from visitors, and a link is pressed.
  if (!/^https?:/i.test(page.url)) return <span dir="auto">{page.title || page.url}</span>;
  return (
    <a href={page.url} target="_blank" rel="noreferrer noopener" title={page.url} dir="auto">
      {page.title || pathOf(page.url)}
    </a>
  );
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}
