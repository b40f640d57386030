import { Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

type Grant = {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Why the wildcards among the resources cannot be narrower; needed where there are any. */
  readonly whyWildcard?: string;
};

/** Allows a role exactly these actions on these resources. */
export function grant(role: Role, { actions, resources, whyWildcard }: Grant): void {
  role.addToPrincipalPolicy(
    new PolicyStatement({ actions: [...actions], resources: [...resources] }),
  );
  if (whyWildcard === undefined) return;
  acknowledgeWildcards(role, { resources, whyWildcard });
}

type Acknowledged = { readonly resources: readonly string[]; readonly whyWildcard: string };

/** Answers cdk-nag, resource by resource: a wildcard that is not named here fails the synthesis. */
export function acknowledgeWildcards(
  scope: IConstruct,
  { resources, whyWildcard }: Acknowledged,
): void {
  const stack = Stack.of(scope);
  for (const resource of resources.filter((each) => each.includes('*'))) {
    const id = `AwsSolutions::AwsSolutions-IAM5[Resource::${nagText(stack.resolve(resource))}]`;
    Validations.of(scope).acknowledge({ id, reason: whyWildcard });
  }
}

/** An ARN as cdk-nag writes it: references in angle brackets, other functions as JSON. */
function nagText(resolved: unknown): string {
  if (typeof resolved === 'string') return resolved;
  const [name, operands] = Object.entries(Object(resolved))[0] ?? [];
  if (!Array.isArray(operands)) return JSON.stringify(resolved);
  if (name === 'Fn::GetAtt') return `<${operands.join('.')}>`;
  if (name === 'Fn::Join' && Array.isArray(operands[1])) return operands[1].map(nagText).join('');
  return JSON.stringify(resolved);
}
