import { execFile } from 'node:child_process';
import * as z from 'zod';
import { messageOf, StageError } from '../../model/errors.ts';
import { errorCode } from '../error-code.ts';

/** A user's credential plugin, as a kubeconfig names it. */
export const execConfigSchema = z.object({
  apiVersion: z.string().default('client.authentication.k8s.io/v1'),
  command: z.string().min(1),
  args: z.array(z.string()).nullish(),
  env: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
  installHint: z.string().nullish(),
});

type ExecRun = {
  readonly config: z.infer<typeof execConfigSchema>;
  /** Where the plugin is named, for errors. */
  readonly label: string;
  /** Relative commands with a slash start from the folder of the kubeconfig. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs: number;
};

export type ExecCredential = {
  readonly token?: string | undefined;
  /** PEM, both or neither. */
  readonly clientCertificateData?: string | undefined;
  readonly clientKeyData?: string | undefined;
};

/**
 * Runs a credential plugin. The Kubernetes client could, but waits for ever for one that hangs,
 * and leaves it running.
 */
export async function execCredential(run: ExecRun): Promise<ExecCredential> {
  const { label, config } = run;
  const answer = credentialSchema.safeParse(jsonOrUndefined(await outputOf(run)));
  if (!answer.success) {
    throw new StageError(
      'UNAUTHENTICATED',
      `the credential plugin "${config.command}" of ${label} gave no ExecCredential`,
      { remedy: `Run "${config.command}" by hand and look at what it prints.` },
    );
  }
  return answer.data.status;
}

function outputOf(run: ExecRun): Promise<string> {
  const { config, folder, environment, timeoutMs } = run;
  const { command, args, env, apiVersion } = config;
  const ownEnvironment = Object.fromEntries((env ?? []).map(({ name, value }) => [name, value]));
  const info = { apiVersion, kind: 'ExecCredential', spec: { interactive: false } };
  const options = {
    cwd: command.includes('/') ? folder : undefined,
    env: { ...environment, ...ownEnvironment, KUBERNETES_EXEC_INFO: JSON.stringify(info) },
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
    maxBuffer: outputBytesMax,
  } as const;
  return new Promise((resolve, reject) => {
    const child = execFile(command, args ?? [], options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(pluginFailure(run, error, stderr));
    });
    // A plugin that asks for a password would wait for an answer that nobody gives.
    child.stdin?.end();
  });
}

function pluginFailure(run: ExecRun, cause: Error, stderr: string): StageError {
  const { label, config, timeoutMs } = run;
  const plugin = `the credential plugin "${config.command}" of ${label}`;
  if (errorCode(cause) === 'ENOENT') {
    const remedy = config.installHint ?? `Install "${config.command}" or put it on the PATH.`;
    return new StageError('UNAUTHENTICATED', `${plugin} was not found`, { remedy, cause });
  }
  const remedy = `Run "${config.command}" by hand, log in if it asks for that, and try again.`;
  if ('killed' in cause && cause.killed === true) {
    const message = `${plugin} gave nothing within ${timeoutMs / 1_000} s and was stopped`;
    return new StageError('UNAUTHENTICATED', message, { remedy, cause });
  }
  const lastLine = stderr.trim().split('\n').at(-1) ?? '';
  const said = (lastLine === '' ? messageOf(cause) : lastLine).slice(0, errorCharsMax);
  return new StageError('UNAUTHENTICATED', `${plugin} failed: ${said}`, { remedy, cause });
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is no JSON is no ExecCredential, and is told as that; the text may hold a token.
    return undefined;
  }
}

const credentialSchema = z.object({
  kind: z.literal('ExecCredential'),
  status: z.object({
    token: z.string().optional(),
    clientCertificateData: z.string().optional(),
    clientKeyData: z.string().optional(),
  }),
});

const outputBytesMax = 1024 * 1024;
const errorCharsMax = 200;
