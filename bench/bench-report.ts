import * as z from 'zod';

/** What the server of the benchmark says about itself, on one line. */
export const serverFactsSchema = z.object({
  url: z.string(),
  caPem: z.string(),
  token: z.string(),
  paths: z.array(z.string()),
  pageSize: z.number(),
  podCount: z.number(),
  policyCount: z.number(),
  serviceCount: z.number(),
  nodeCount: z.number(),
  plainBytes: z.number(),
  sentBytes: z.number(),
});

export type ServerFacts = Readonly<z.infer<typeof serverFactsSchema>>;

/** What one measured run says, on one line. */
export const runSchema = z.object({
  ms: z.number(),
  /** All threads together; unlike the time it hardly depends on what else the machine does. */
  cpuMs: z.number(),
  maxRssMb: z.number(),
  /** So that two ways of reading are known to have read the same. */
  pods: z.number(),
});

export type Run = Readonly<z.infer<typeof runSchema>>;

/** Everything that comes on standard input, as the facts of the server. */
export async function factsFromInput(): Promise<ServerFacts> {
  let text = '';
  for await (const chunk of process.stdin) text += chunk;
  return serverFactsSchema.parse(JSON.parse(text));
}

type Start = { readonly ms: number; readonly cpu: NodeJS.CpuUsage };

export const startRun = (): Start => ({ ms: performance.now(), cpu: process.cpuUsage() });

/** Ends a measured run: the time since it began, and the most memory that it ever held. */
export function reportRun(started: Start, pods: number): void {
  const ms = performance.now() - started.ms;
  const { user, system } = process.cpuUsage(started.cpu);
  const cpuMs = (user + system) / 1_000;
  // Kilobytes, whatever the system: libuv sees to that.
  const maxRssMb = process.resourceUsage().maxRSS / 1024;
  process.stdout.write(`${JSON.stringify({ ms, cpuMs, maxRssMb, pods } satisfies Run)}\n`);
}
