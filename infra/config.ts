import * as z from 'zod';

const account = z.string().regex(/^\d{12}$/, 'expected an AWS account id of 12 digits');
const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'expected a region such as eu-west-1');

const scheduleSchema = z.strictObject({
  /** As EventBridge Scheduler takes it. */
  expression: z.string().regex(/^(cron|rate)\(.+\)$/, 'expected cron(...) or rate(...)'),
  timeZone: z.string().default('Etc/UTC'),
  /** The scan starts at any time within this window, so that hubs do not start all at once. */
  windowMinutes: z.number().int().min(1).max(1_440).default(15),
});

/** Everything that differs from one installation to another. */
const hubConfigSchema = z.strictObject({
  account,
  region,
  /** Where to look for clusters. */
  scannedRegions: z.array(region).min(1),
  schedule: scheduleSchema,
  /** How many clusters are scanned at once. */
  concurrency: z.number().int().min(1).max(200).default(20),
  /** A secret with the address of a Slack incoming webhook. Without one nobody is notified. */
  webhookSecretArn: z
    .string()
    .regex(/^arn:aws[a-z-]*:secretsmanager:[^:]+:\d{12}:secret:[^*]+$/)
    .optional(),
  /** Accepted risks: a file in the repository, by its path from the root. Without one there are none. */
  exceptionsFile: z
    .string()
    // It goes into a shell's command: nothing in it may mean anything there.
    .regex(/^[\w][\w./-]*\.(ya?ml|json)$/, 'expected a path such as policies/exceptions.yaml')
    .optional(),
  /** Seven years unless said otherwise. */
  evidenceRetentionDays: z.number().int().min(30).default(2_557),
  logRetentionDays: z.literal([30, 90, 180, 365, 731]).default(365),
  /**
   * An alarm rings after so long without a successful scan. The default is for a scan a day, and
   * has room for the window that it starts in and for its length. CloudWatch looks back a week.
   */
  hoursWithoutScanMax: z.number().int().min(1).max(168).default(27),
});

export type HubConfig = Readonly<z.infer<typeof hubConfigSchema>>;

/** The configuration in a text, or an error that says which field is wrong. */
export function parseHubConfig(text: string): HubConfig {
  const parsed = hubConfigSchema.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new Error(`the hub's configuration is not valid:\n${z.prettifyError(parsed.error)}`);
}
