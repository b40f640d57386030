import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import type { World } from '../../model/world.ts';
import { parseEnvironment } from '../parse-input.ts';
import { slackMessenger } from '../slack-messenger.ts';
import { awsStoreWorld, type StoreWorld } from './aws-store-world.ts';
import { awsTimeouts } from './aws-timeouts.ts';
import { webhookSecret } from './webhook-secret.ts';

const schema = z.looseObject({ RINGFENCE_WEBHOOK_SECRET_ARN: z.string().startsWith('arn:') });

/** The world of a stage that tells people; the address is read when there is something to tell. */
export function awsMessageWorld(
  environment: NodeJS.ProcessEnv,
): StoreWorld & Pick<World, 'messenger'> {
  const { RINGFENCE_WEBHOOK_SECRET_ARN: secretArn } = parseEnvironment(schema, environment);
  const requestHandler = awsTimeouts({ requestTimeoutMs: secretTimeoutMs });
  const client = new SecretsManagerClient({ requestHandler });
  const address = webhookSecret({ client, secretArn });
  return {
    ...awsStoreWorld(environment),
    messenger: {
      send: async (message) => slackMessenger({ url: await address() }).send(message),
    },
  };
}

const secretTimeoutMs = 10_000;
