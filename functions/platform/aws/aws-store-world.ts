import * as z from 'zod';
import type { World } from '../../model/world.ts';
import { exceptionsFileBeside } from '../exceptions-file.ts';
import { loadFonts } from '../fonts.ts';
import { jsonLog } from '../json-log.ts';
import { parseEnvironment } from '../parse-input.ts';
import { s3Store } from '../store/s3-store.ts';
import { s3Client } from './s3-client.ts';

const schema = z.looseObject({
  RINGFENCE_BUCKET: z.string().min(1),
  /** A path from the bundle on; set where exceptions were deployed, so that a lost file is told. */
  RINGFENCE_EXCEPTIONS_FILE: z.string().min(1).optional(),
});

export type StoreWorld = Pick<World, 'clock' | 'log' | 'store' | 'exceptions' | 'fonts'>;

/** The world of a stage that works on artifacts alone, from the environment of its function. */
export function awsStoreWorld(environment: NodeJS.ProcessEnv): StoreWorld {
  const { RINGFENCE_BUCKET: bucket, RINGFENCE_EXCEPTIONS_FILE: exceptions } = parseEnvironment(
    schema,
    environment,
  );
  const clock = () => new Date();
  return {
    clock,
    log: jsonLog({ clock }),
    store: s3Store({ client: s3Client(), bucket }),
    exceptions: exceptionsFileBeside(exceptions),
    fonts: loadFonts,
  };
}
