import * as z from 'zod';
import { exceptionSchema } from '../../model/exceptions.ts';
import type { ValueFault } from './issue-faults.ts';
import { yearAfter } from './period.ts';
import { subjectParts } from './scope.ts';

const { id, control, scope, requester, approver, granted, expires } = exceptionSchema.shape;
const { cluster, namespace, subject } = scope.shape;

/** What is well formed of an exception: a fault in one field must not hide one in another. */
const readable = z
  .object({
    id: id.optional().catch(undefined),
    control: control.optional().catch(undefined),
    scope: z
      .object({
        cluster: cluster.catch(undefined),
        namespace: namespace.catch(undefined),
        subject: subject.catch(undefined),
      })
      .catch({}),
    requester: requester.optional().catch(undefined),
    approver: approver.optional().catch(undefined),
    granted: granted.optional().catch(undefined),
    expires: expires.optional().catch(undefined),
  })
  .catch({ scope: {} });

type Readable = z.output<typeof readable>;
type FieldFault = { readonly field: string; readonly text: string };

const listed = z.object({ exceptions: z.array(readable) }).catch({ exceptions: [] });

/** Faults of what the fields say, in every exception of a file. */
export function ruleFaults(file: unknown, controlIds: readonly string[]): readonly ValueFault[] {
  const { exceptions } = listed.parse(file);
  const firstOf = new Map<string, number>();
  return exceptions.flatMap((exception, index) => {
    const first = exception.id === undefined ? index : (firstOf.get(exception.id) ?? index);
    if (exception.id !== undefined) firstOf.set(exception.id, first);
    const faults = [
      ...(first === index
        ? []
        : [{ field: 'id', text: `is also that of exception ${first + 1} of the file` }]),
      ...controlFaults(exception, controlIds),
      ...scopeFaults(exception),
      ...approvalFaults(exception),
      ...periodFaults(exception),
    ];
    return faults.map(({ field, text }) => ({
      path: ['exceptions', index, ...field.split('.')],
      text: `${field} ${text}`,
    }));
  });
}

function controlFaults(
  { control: given }: Readable,
  controlIds: readonly string[],
): readonly FieldFault[] {
  if (given === undefined || controlIds.includes(given)) return [];
  if (given.includes('*')) {
    return [{ field: 'control', text: 'takes no wildcard: an exception is for one control' }];
  }
  const near = controlIds.find((known) => known === given.toUpperCase());
  const hint = near === undefined ? '' : `; ${near} is one`;
  return [{ field: 'control', text: `"${given}" is no control of the catalogue${hint}` }];
}

function scopeFaults({ scope: given }: Readable): readonly FieldFault[] {
  const faults: FieldFault[] = [];
  const parts = given.cluster?.split('/') ?? [];
  if (given.cluster !== undefined && (![1, 3].includes(parts.length) || parts.includes(''))) {
    const text = `"${given.cluster}" is no name of a cluster and no account/region/name`;
    faults.push({ field: 'scope.cluster', text });
  }
  if (given.namespace !== undefined && !/^[a-z0-9*-]+$/.test(given.namespace)) {
    const text = `"${given.namespace}" matches no namespace: lower case letters, digits, - and * only`;
    faults.push({ field: 'scope.namespace', text });
  }
  if (given.subject !== undefined && !isKindAndName(given.subject)) {
    const text = `"${given.subject}" is no kind and name, such as "Deployment api"`;
    faults.push({ field: 'scope.subject', text });
  }
  return faults;
}

/** Kinds are words of letters; `Deployment shop/api` would match nothing, the namespace is apart. */
function isKindAndName(pattern: string): boolean {
  const { kind, name = '' } = subjectParts(pattern);
  return /^[A-Za-z*]+$/.test(kind) && name !== '';
}

/** Four eyes: nobody approves a request of their own. */
function approvalFaults({ requester: one, approver: other }: Readable): readonly FieldFault[] {
  if (one === undefined || one.toLowerCase() !== other?.toLowerCase()) return [];
  return [{ field: 'approver', text: 'is the requester: somebody else approves' }];
}

function periodFaults({ granted: from, expires: until }: Readable): readonly FieldFault[] {
  if (from === undefined || until === undefined) return [];
  if (until <= from) return [{ field: 'expires', text: `is not after granted, ${from}` }];
  const last = yearAfter(from);
  if (until <= last) return [];
  return [
    { field: 'expires', text: `is more than a year after granted, ${from}: ${last} at the latest` },
  ];
}
