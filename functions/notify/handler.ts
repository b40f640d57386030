import { awsMessageWorld } from '../platform/aws/aws-message-world.ts';
import { parseEvent } from '../platform/parse-input.ts';
import { type NotifyResult, notify, notifyRequestSchema } from './notify.ts';

const world = awsMessageWorld(process.env);

export const handler = async (event: unknown): Promise<NotifyResult> =>
  notify(parseEvent(notifyRequestSchema, event), world);
