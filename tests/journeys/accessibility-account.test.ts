import { describeStates } from './accessibility-steps';

describeStates('account');
