import { fromNodeProviderChain, fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { awsClients } from './aws-clients.ts';

type SessionQuestion = {
  readonly region: string;
  /** The role to take; the machine's own credentials are used as they are without one. */
  readonly roleArn?: string | undefined;
  readonly sessionName: string;
};

/** Credentials of this machine, or of a role that they may take, and clients with them. */
export function awsSession({ region, roleArn, sessionName }: SessionQuestion) {
  const credentials =
    roleArn === undefined
      ? fromNodeProviderChain()
      : fromTemporaryCredentials({
          params: { RoleArn: roleArn, RoleSessionName: sessionName },
          clientConfig: { region },
        });
  return { credentials, clients: awsClients({ region, credentials }) };
}
