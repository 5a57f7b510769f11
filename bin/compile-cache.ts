import * as modules from 'node:module';
import path from 'node:path';

// To be imported before aws-cdk-lib and cdk-nag, whose compilation takes a tenth of a synthesis. Node before 22.8, which a
// CDK command line from outside the checkout may bring, has no such cache.
if ('enableCompileCache' in modules) modules.enableCompileCache(path.join(__dirname, '../.cache/compile'));
