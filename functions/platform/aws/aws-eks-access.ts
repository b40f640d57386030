import { EKSClient } from '@aws-sdk/client-eks';
import * as z from 'zod';
import { parseEnvironment } from '../parse-input.ts';

const schema = z.looseObject({
  RINGFENCE_ACCOUNT: z.string().regex(/^\d{12}$/),
  RINGFENCE_REGIONS: z.string().transform((list) => list.split(',')),
});

/** Which clusters a function looks at, with the credentials of its role. */
export function awsEksAccess(environment: NodeJS.ProcessEnv) {
  const parsed = parseEnvironment(schema, environment);
  const { RINGFENCE_ACCOUNT: account, RINGFENCE_REGIONS: regions } = parsed;
  // A client finds the credentials of the function by itself, and knows when they run out.
  const { credentials } = new EKSClient({}).config;
  return { account, regions, credentials };
}

/** One for each region, made when it is first needed. */
export function oneForEachRegion<Made>(make: (region: string) => Made): (region: string) => Made {
  const made = new Map<string, Made>();
  return (region) => {
    const one = made.get(region) ?? make(region);
    made.set(region, one);
    return one;
  };
}
