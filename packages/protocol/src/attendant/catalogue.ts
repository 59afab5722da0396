import { AppChallenge, AppLogin, CheckBuild, KeepAlive } from '../messages/app-websocket';
import { createLookup } from '../messages/lookup';
import {
  AnswerCall,
  CallInfo,
  ClearCall,
  HoldCall,
  PickupCall,
  RedirectCall,
  RetrieveCall,
  SendDigits,
  StartCall,
  TransferCall,
} from './calls';
import { ColleagueInfo, SubscribeColleagues, UnsubscribeColleagues } from './colleagues';
import { DashboardInfo, SubscribeDashboard, UnsubscribeDashboard } from './dashboard';
import { LookupNumber, SearchDirectory } from './directory';
import { GetHistory } from './history';
import { Panic, PanicInfo } from './panic';
import { ParkCall, ParkedInfo, SubscribeParked, UnparkCall, UnsubscribeParked } from './parked';
import { PauseInfo, PauseOperator, ResumeOperator } from './pause';
import { CloseSession, LinkInfo, OpenSession, SessionHeartbeat, SessionInfo, SettingsInfo } from './session';

/** Every message of the attendant protocol, in the order of its document. */
export const attendantCatalogue = [
  OpenSession,
  SessionHeartbeat,
  CloseSession,
  SessionInfo,
  SettingsInfo,
  LinkInfo,
  SubscribeColleagues,
  UnsubscribeColleagues,
  ColleagueInfo,
  SearchDirectory,
  LookupNumber,
  StartCall,
  AnswerCall,
  HoldCall,
  RetrieveCall,
  TransferCall,
  RedirectCall,
  PickupCall,
  SendDigits,
  ClearCall,
  CallInfo,
  GetHistory,
  SubscribeParked,
  UnsubscribeParked,
  ParkedInfo,
  ParkCall,
  UnparkCall,
  PauseOperator,
  ResumeOperator,
  PauseInfo,
  SubscribeDashboard,
  UnsubscribeDashboard,
  DashboardInfo,
  Panic,
  PanicInfo,
] as const;

/** Messages of the base protocol that a console and the service exchange. */
export const attendantBase = [AppChallenge, AppLogin, CheckBuild, KeepAlive] as const;

/** Finds the messages of the protocol and of its base by their names on the wire. */
export const attendantLookup = createLookup([...attendantBase, ...attendantCatalogue]);
