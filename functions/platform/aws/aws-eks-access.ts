import { EKSClient } from '@aws-sdk/client-eks';
import * as z from 'zod';
import { parseEnvironment } from '../parse-input.ts';
import { eksClient } from './eks-client.ts';

const schema = z.looseObject({
  RINGFENCE_ACCOUNT: z.string().regex(/^\d{12}$/),
  RINGFENCE_REGIONS: z.string().transform((list) => list.split(',')),
});

/** Which clusters a function looks at, and a client for each region with the function's role. */
export function awsEksAccess(environment: NodeJS.ProcessEnv) {
  const parsed = parseEnvironment(schema, environment);
  const { RINGFENCE_ACCOUNT: account, RINGFENCE_REGIONS: regions } = parsed;
  // A client finds the credentials of the function by itself, and knows when they run out.
  const { credentials } = new EKSClient({}).config;
  const clients = new Map<string, EKSClient>();
  const clientFor = (region: string): EKSClient => {
    const client = clients.get(region) ?? eksClient({ region, credentials });
    clients.set(region, client);
    return client;
  };
  return { account, regions, credentials, clientFor };
}
