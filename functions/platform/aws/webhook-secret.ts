import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { messageOf, StageError } from '../../model/errors.ts';

type WebhookSecretOptions = {
  readonly client: SecretsManagerClient;
  readonly secretArn: string;
};

const jsonSecret = z.looseObject({ url: z.string() });

/**
 * Reads the webhook address from Secrets Manager, once for as long as the process lives.
 * A failed read is tried again at the next call.
 */
export function webhookSecret(options: WebhookSecretOptions): () => Promise<string> {
  let known: string | undefined;
  return async () => {
    known ??= await readAddress(options);
    return known;
  };
}

async function readAddress({ client, secretArn }: WebhookSecretOptions): Promise<string> {
  const text = (await readSecret({ client, secretArn })).trim();
  if (text.startsWith('{')) return addressInJson(text, secretArn);
  return text;
}

async function readSecret({ client, secretArn }: WebhookSecretOptions): Promise<string> {
  const answer = await client
    .send(new GetSecretValueCommand({ SecretId: secretArn }))
    .catch((cause: unknown) => {
      throw new StageError(
        'MESSAGE_FAILED',
        `could not read the webhook secret ${secretArn}: ${messageOf(cause)}`,
        { remedy: 'Check that the secret exists and that the notify role may read it.', cause },
      );
    });
  if (answer.SecretString === undefined) throw badSecret(secretArn);
  return answer.SecretString;
}

// The errors of JSON.parse and zod quote their input, so they must not become a cause.
function addressInJson(text: string, secretArn: string): string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badSecret(secretArn);
  }
  const parsed = jsonSecret.safeParse(value);
  if (!parsed.success) throw badSecret(secretArn);
  return parsed.data.url;
}

function badSecret(secretArn: string): StageError {
  return new StageError('MESSAGE_FAILED', `the webhook secret ${secretArn} holds no address`, {
    remedy: 'Store the webhook address as plain text, or as JSON with the key "url".',
  });
}
