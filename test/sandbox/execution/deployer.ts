import { callJson, callQuery } from '../../../tools/aws-api/call';
import type { Aws, Credentials } from '../../../tools/sandbox/aws';
import { account, type DeliveredAccount, region } from '../delivered-account';

/** How CloudFormation acts: as its role, by clients and, for services without one here, by plain calls. */
export interface Deployer {
  readonly aws: Aws;
  /** ARN of the key of the files. */
  readonly dataKey: string;
  readonly json: (name: string, target: string, operation: string, input: object) => Promise<unknown>;
  readonly query: (name: string, version: string, operation: string, input: Record<string, string>) => Promise<unknown>;
}

/** Of CloudFormation, as the bootstrap names it. */
export const roleName = `cdk-portalprod-cfn-exec-role-${account}-${region}`;
/** A role with the boundary of CloudFormation's, and with everything that can be attached; it trusts the account. */
export const widened = 'widened';
export const filesBucket = `portal-prod-${account}-${region}`;
export const boundaryOfConsumers = iamArn('policy/strongroom_prod_boundary_consumers_portal');
/** Made by the test for somebody else. */
export const foreignBoundary = iamArn('policy/foreign');

export function iamArn(resource: string): string {
  return `arn:aws:iam::${account}:${resource}`;
}

export function arnHere(service: string, resource: string): string {
  return `arn:aws:${service}:${region}:${account}:${resource}`;
}

/** A policy that allows all. */
export const everything = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});

/** Trust in a service, or in an account. */
export function trustIn(principal: Readonly<Record<string, string>>): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: principal }],
  });
}

export const AssumeRolePolicyDocument = trustIn({ Service: 'ec2.amazonaws.com' });

/** The service for which a call that needs no client is signed. */
export function deployerAs(signer: Credentials, team: DeliveredAccount, dataKey: string): Deployer {
  const { endpoint, certificatePem } = team.emulator.connection;
  const place = { endpoint, region, certificatePem, signer };
  return {
    aws: team.as(signer),
    dataKey,
    json: (name, target, operation, input) => callJson(place, { name, target, version: '1.1' }, operation, input),
    query: (name, version, operation, input) => callQuery(place, { name, version }, operation, input),
  };
}
