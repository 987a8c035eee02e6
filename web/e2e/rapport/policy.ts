import type { BrowserContext } from "@playwright/test";

const REPORT = "reportToScenario";

/**
 * Collects what no page may do in any scenario: break a content security policy, its own or its
 * host's, or throw an error that nothing catches.
 */
export async function watchForComplaints(context: BrowserContext, complaints: string[]): Promise<void> {
  await context.exposeFunction(REPORT, (complaint: string) => complaints.push(complaint));
  await context.addInitScript((report) => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const tell = (window as unknown as Record<string, (text: string) => void>)[report];
      tell?.(`${location.href}: ${event.violatedDirective} blocked ${event.blockedURI || event.sample}`);
    });
  }, REPORT);
  context.on("weberror", (error) => {
    complaints.push(`${error.page()?.url()}: ${error.error().stack ?? error.error().message}`);
  });
  context.on("console", (message) => {
    if (/content security policy/i.test(message.text())) complaints.push(message.text());
  });
}
