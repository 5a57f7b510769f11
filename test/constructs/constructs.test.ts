import { constructRules } from '../support/all-rules';
import { proveAll } from '../support/rules';

proveAll(constructRules);
