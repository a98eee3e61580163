import { describeStates } from './accessibility-steps';

describeStates('studio');
