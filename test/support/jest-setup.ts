import cdkJson from '../../cdk.json';

// A bare `new App()` reads no cdk.json: without this the tests would see other feature flags than the deployment.
// No bundling: esbuild does not run once per test.
process.env.CDK_CONTEXT_JSON = JSON.stringify({ ...cdkJson.context, 'aws:cdk:bundling-stacks': [] });

// The built-in CloudFormation rules take seconds per test; `npm run synth` applies them to every environment.
process.env.CDK_VALIDATION = 'false';

// As many frames as Node itself takes; jest takes ten times as many, and each is looked up in the source maps. What the CDK
// records of where a construct was made is the same.
Error.stackTraceLimit = 10;
