import * as vscode from 'vscode';
import { settingNames } from '../../commands/names.ts';
import { signInFlows } from '../../model/signInFlow.ts';
import type { Settings } from '../../ports.ts';

/** Each value is checked here; one that cannot be taken counts as not set. */
export const settings: Settings = {
  signInPorts() {
    const ports = ofPerson(settingNames.signInPorts);
    return Array.isArray(ports) ? ports.filter(isPort) : [];
  },
  signInTimeoutMs() {
    const seconds = ofPerson(settingNames.signInTimeout);
    return (typeof seconds === 'number' && seconds >= 30 && seconds <= 3600 ? seconds : 300) * 1000;
  },
  signInFlow() {
    const flow = ofPerson(settingNames.signInFlow);
    return signInFlows.find((known) => known === flow);
  },
  allowHttpOnLoopback: () => ofPerson(settingNames.allowHttpOnLoopback) === true,
  offlineAccess: () => ofPerson(settingNames.offlineAccess) === true,
  selectAccount: () => ofPerson(settingNames.selectAccount) !== false,
  bindTokens: () => (ofPerson(settingNames.bindTokens) === 'whenAnnounced' ? 'whenAnnounced' : 'whenRequired'),
};

const isPort = (port: unknown): port is number =>
  typeof port === 'number' && Number.isInteger(port) && port > 0 && port < 65_536;

/** The value of the person or of this machine. A value of the workspace has no effect, whatever form it comes in. */
function ofPerson(name: string): unknown {
  const found = vscode.workspace.getConfiguration().inspect(name);
  return found?.globalValue ?? found?.defaultValue;
}
