import { type Answer, type Fields, type Protocol, pageOf } from './wire.ts';

export type FakeNetwork = {
  /** As DescribeSubnets gives them. */
  readonly subnets?: readonly Fields[];
  /** As DescribeSecurityGroups gives them. */
  readonly securityGroups?: readonly Fields[];
};

/** The EC2 query protocol: parameters of a form in, XML out. */
export const ec2Query: Protocol = {
  answer: (body) => xml(200, 'Answer', { requestId: 'r-1', ...body }),
  error: ({ status, type, message }) =>
    xml(status, 'Response', {
      Errors: { Error: { Code: type, Message: message } },
      RequestID: 'r-1',
    }),
};

export function ec2Answer(network: FakeNetwork, form: URLSearchParams): Answer {
  const { subnets = [], securityGroups = [] } = network;
  if (form.get('Action') === 'DescribeSubnets') {
    return filtered({ subnetSet: subnets }, 'subnet-id', form);
  }
  return filtered({ securityGroupInfo: securityGroups }, 'group-id', form);
}

const idFields = { 'subnet-id': 'SubnetId', 'group-id': 'GroupId' } as const;

/** Takes one filter, by id, of at most 200 values. */
function filtered(
  field: Readonly<Record<string, readonly Fields[]>>,
  filter: keyof typeof idFields,
  form: URLSearchParams,
): Answer {
  const values = [...form].filter(([name]) => /^Filter\.1\.Value\.\d+$/.test(name));
  const wanted = new Set(values.map(([, value]) => value));
  if (form.get('Filter.1.Name') !== filter || values.length > 200) {
    const message = `expected the filter ${filter} with at most 200 values`;
    return ec2Query.error({ status: 400, type: 'InvalidParameterValue', message });
  }
  const [[name, all] = ['', []]] = Object.entries(field);
  const found = all.filter((item) => wanted.has(String(item[idFields[filter]])));
  const sizeMax = Number(form.get('MaxResults') ?? 1_000);
  const { items, nextToken } = pageOf(found, sizeMax, form.get('NextToken') ?? undefined);
  return ec2Query.answer({ [name]: items, ...(nextToken === undefined ? {} : { nextToken }) });
}

/** Names on the wire that are not those of the client with a small first letter. */
const wireNames: Readonly<Record<string, string>> = { UserIdGroupPairs: 'groups' };
const verbatim = new Set(['Errors', 'Error', 'Code', 'Message', 'RequestID']);

const wireName = (name: string): string =>
  verbatim.has(name)
    ? name
    : (wireNames[name] ?? name.replace(/^./, (first) => first.toLowerCase()));

function xml(status: number, root: string, content: Fields): Answer {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<${root}>${render(content)}</${root}>`;
  return { status, contentType: 'text/xml;charset=UTF-8', body };
}

function render(value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => `<item>${render(item)}</item>`).join('');
  if (typeof value !== 'object' || value === null) {
    return String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  }
  return Object.entries(value)
    .map(([name, part]) => `<${wireName(name)}>${render(part)}</${wireName(name)}>`)
    .join('');
}
