// @ts-nocheck: the exports say their types.
import type { Codec, ServiceMethods } from "../codec.ts";
import "../long.ts";
import protobuf from "protobufjs/minimal.js";

const { Reader, Writer, util } = protobuf;

const grpc_health_v1_HealthCheckResponse_ServingStatus = { values: {"0":"UNKNOWN","1":"SERVING","2":"NOT_SERVING","3":"SERVICE_UNKNOWN","UNKNOWN":0,"SERVING":1,"NOT_SERVING":2,"SERVICE_UNKNOWN":3} };

const piccolo_actioncontroller_v1_ActionKind = { values: {"0":"ACTION_KIND_UNSPECIFIED","1":"ACTION_KIND_SCALE","2":"ACTION_KIND_UPDATE_VERSION","3":"ACTION_KIND_APPLY_CONFIG","4":"ACTION_KIND_RECREATE","5":"ACTION_KIND_RELOCATE","ACTION_KIND_UNSPECIFIED":0,"ACTION_KIND_SCALE":1,"ACTION_KIND_UPDATE_VERSION":2,"ACTION_KIND_APPLY_CONFIG":3,"ACTION_KIND_RECREATE":4,"ACTION_KIND_RELOCATE":5} };

const piccolo_actioncontroller_v1_LifecycleAction = { values: {"0":"LIFECYCLE_ACTION_UNSPECIFIED","1":"LIFECYCLE_ACTION_START","2":"LIFECYCLE_ACTION_STOP","3":"LIFECYCLE_ACTION_RESTART","LIFECYCLE_ACTION_UNSPECIFIED":0,"LIFECYCLE_ACTION_START":1,"LIFECYCLE_ACTION_STOP":2,"LIFECYCLE_ACTION_RESTART":3} };

const piccolo_actioncontroller_v1_ActionOutcome = { values: {"0":"ACTION_OUTCOME_UNSPECIFIED","1":"ACTION_OUTCOME_DONE","2":"ACTION_OUTCOME_FAILED","3":"ACTION_OUTCOME_REJECTED","ACTION_OUTCOME_UNSPECIFIED":0,"ACTION_OUTCOME_DONE":1,"ACTION_OUTCOME_FAILED":2,"ACTION_OUTCOME_REJECTED":3} };

const piccolo_common_v1_ServiceStateType = { values: {"0":"SERVICE_STATE_TYPE_UNSPECIFIED","1":"SERVICE_STATE_TYPE_PENDING","2":"SERVICE_STATE_TYPE_INITIALIZING","3":"SERVICE_STATE_TYPE_RUNNING","4":"SERVICE_STATE_TYPE_DEGRADED","5":"SERVICE_STATE_TYPE_TERMINATING","6":"SERVICE_STATE_TYPE_FAILED","SERVICE_STATE_TYPE_UNSPECIFIED":0,"SERVICE_STATE_TYPE_PENDING":1,"SERVICE_STATE_TYPE_INITIALIZING":2,"SERVICE_STATE_TYPE_RUNNING":3,"SERVICE_STATE_TYPE_DEGRADED":4,"SERVICE_STATE_TYPE_TERMINATING":5,"SERVICE_STATE_TYPE_FAILED":6} };

const piccolo_common_v1_Criticality = { values: {"0":"CRITICALITY_UNSPECIFIED","1":"CRITICALITY_QM","2":"CRITICALITY_A","3":"CRITICALITY_B","4":"CRITICALITY_C","5":"CRITICALITY_D","CRITICALITY_UNSPECIFIED":0,"CRITICALITY_QM":1,"CRITICALITY_A":2,"CRITICALITY_B":3,"CRITICALITY_C":4,"CRITICALITY_D":5} };

const piccolo_common_v1_DependencyCondition = { values: {"0":"DEPENDENCY_CONDITION_UNSPECIFIED","1":"DEPENDENCY_CONDITION_RUNNING","2":"DEPENDENCY_CONDITION_STARTED","3":"DEPENDENCY_CONDITION_COMPLETED","DEPENDENCY_CONDITION_UNSPECIFIED":0,"DEPENDENCY_CONDITION_RUNNING":1,"DEPENDENCY_CONDITION_STARTED":2,"DEPENDENCY_CONDITION_COMPLETED":3} };

const piccolo_common_v1_RecoveryAction = { values: {"0":"RECOVERY_ACTION_UNSPECIFIED","1":"RECOVERY_ACTION_RESTART","2":"RECOVERY_ACTION_RECREATE","3":"RECOVERY_ACTION_RELOCATE","4":"RECOVERY_ACTION_ROLLBACK_VERSION","5":"RECOVERY_ACTION_RESET_CONFIG","6":"RECOVERY_ACTION_NOTIFY","7":"RECOVERY_ACTION_ISOLATE","RECOVERY_ACTION_UNSPECIFIED":0,"RECOVERY_ACTION_RESTART":1,"RECOVERY_ACTION_RECREATE":2,"RECOVERY_ACTION_RELOCATE":3,"RECOVERY_ACTION_ROLLBACK_VERSION":4,"RECOVERY_ACTION_RESET_CONFIG":5,"RECOVERY_ACTION_NOTIFY":6,"RECOVERY_ACTION_ISOLATE":7} };

const piccolo_common_v1_IssueType = { values: {"0":"ISSUE_TYPE_UNSPECIFIED","1":"ISSUE_TYPE_CRASH","2":"ISSUE_TYPE_CRASH_LOOP","3":"ISSUE_TYPE_UNRESPONSIVE","4":"ISSUE_TYPE_START_FAILURE","5":"ISSUE_TYPE_STUCK_TRANSITION","6":"ISSUE_TYPE_CONFIG_INVALID","7":"ISSUE_TYPE_VERSION_FAULT","8":"ISSUE_TYPE_RESOURCE_EXHAUSTED","9":"ISSUE_TYPE_NODE_LOST","10":"ISSUE_TYPE_DEPENDENCY_FAILED","11":"ISSUE_TYPE_FLAPPING","12":"ISSUE_TYPE_UNKNOWN","ISSUE_TYPE_UNSPECIFIED":0,"ISSUE_TYPE_CRASH":1,"ISSUE_TYPE_CRASH_LOOP":2,"ISSUE_TYPE_UNRESPONSIVE":3,"ISSUE_TYPE_START_FAILURE":4,"ISSUE_TYPE_STUCK_TRANSITION":5,"ISSUE_TYPE_CONFIG_INVALID":6,"ISSUE_TYPE_VERSION_FAULT":7,"ISSUE_TYPE_RESOURCE_EXHAUSTED":8,"ISSUE_TYPE_NODE_LOST":9,"ISSUE_TYPE_DEPENDENCY_FAILED":10,"ISSUE_TYPE_FLAPPING":11,"ISSUE_TYPE_UNKNOWN":12} };

const piccolo_common_v1_Fallback = { values: {"0":"FALLBACK_UNSPECIFIED","1":"FALLBACK_ISOLATE","2":"FALLBACK_TERMINATE","3":"FALLBACK_KEEP_DEGRADED","FALLBACK_UNSPECIFIED":0,"FALLBACK_ISOLATE":1,"FALLBACK_TERMINATE":2,"FALLBACK_KEEP_DEGRADED":3} };

const piccolo_common_v1_ConditionType = { values: {"0":"CONDITION_TYPE_UNSPECIFIED","1":"CONDITION_TYPE_AVAILABLE","2":"CONDITION_TYPE_PROGRESSING","3":"CONDITION_TYPE_REACHABLE","4":"CONDITION_TYPE_STABLE","5":"CONDITION_TYPE_ISOLATED","6":"CONDITION_TYPE_ACCEPTED","CONDITION_TYPE_UNSPECIFIED":0,"CONDITION_TYPE_AVAILABLE":1,"CONDITION_TYPE_PROGRESSING":2,"CONDITION_TYPE_REACHABLE":3,"CONDITION_TYPE_STABLE":4,"CONDITION_TYPE_ISOLATED":5,"CONDITION_TYPE_ACCEPTED":6} };

const piccolo_common_v1_ConditionStatus = { values: {"0":"CONDITION_STATUS_UNSPECIFIED","1":"CONDITION_STATUS_TRUE","2":"CONDITION_STATUS_FALSE","3":"CONDITION_STATUS_UNKNOWN","CONDITION_STATUS_UNSPECIFIED":0,"CONDITION_STATUS_TRUE":1,"CONDITION_STATUS_FALSE":2,"CONDITION_STATUS_UNKNOWN":3} };

const piccolo_common_v1_StatusReason = { values: {"0":"STATUS_REASON_UNSPECIFIED","1":"STATUS_REASON_CRASHED","2":"STATUS_REASON_START_FAILED","3":"STATUS_REASON_UNRESPONSIVE","4":"STATUS_REASON_CONFIG_REJECTED","5":"STATUS_REASON_RESOURCE_EXHAUSTED","6":"STATUS_REASON_STARTING","7":"STATUS_REASON_STOPPING","8":"STATUS_REASON_NO_DEFINITION","STATUS_REASON_UNSPECIFIED":0,"STATUS_REASON_CRASHED":1,"STATUS_REASON_START_FAILED":2,"STATUS_REASON_UNRESPONSIVE":3,"STATUS_REASON_CONFIG_REJECTED":4,"STATUS_REASON_RESOURCE_EXHAUSTED":5,"STATUS_REASON_STARTING":6,"STATUS_REASON_STOPPING":7,"STATUS_REASON_NO_DEFINITION":8} };

const piccolo_common_v1_EventType = { values: {"0":"EVENT_TYPE_UNSPECIFIED","1":"EVENT_TYPE_START","2":"EVENT_TYPE_READY","3":"EVENT_TYPE_DEGRADE","4":"EVENT_TYPE_FAIL","5":"EVENT_TYPE_UPDATE","6":"EVENT_TYPE_RECOVER","7":"EVENT_TYPE_TERMINATE","8":"EVENT_TYPE_RESCHEDULE","9":"EVENT_TYPE_TERMINATED","20":"EVENT_TYPE_SPEC_CHANGED","21":"EVENT_TYPE_STATUS_OBSERVED","22":"EVENT_TYPE_CONDITION_CHANGED","23":"EVENT_TYPE_PLAN_CREATED","24":"EVENT_TYPE_ACTION_EXECUTED","25":"EVENT_TYPE_RECOVERY_ATTEMPTED","26":"EVENT_TYPE_ALERT_RAISED","EVENT_TYPE_UNSPECIFIED":0,"EVENT_TYPE_START":1,"EVENT_TYPE_READY":2,"EVENT_TYPE_DEGRADE":3,"EVENT_TYPE_FAIL":4,"EVENT_TYPE_UPDATE":5,"EVENT_TYPE_RECOVER":6,"EVENT_TYPE_TERMINATE":7,"EVENT_TYPE_RESCHEDULE":8,"EVENT_TYPE_TERMINATED":9,"EVENT_TYPE_SPEC_CHANGED":20,"EVENT_TYPE_STATUS_OBSERVED":21,"EVENT_TYPE_CONDITION_CHANGED":22,"EVENT_TYPE_PLAN_CREATED":23,"EVENT_TYPE_ACTION_EXECUTED":24,"EVENT_TYPE_RECOVERY_ATTEMPTED":25,"EVENT_TYPE_ALERT_RAISED":26} };

const piccolo_common_v1_EventSource = { values: {"0":"EVENT_SOURCE_UNSPECIFIED","1":"EVENT_SOURCE_STATE_MANAGER","2":"EVENT_SOURCE_NODE_AGENT","3":"EVENT_SOURCE_ACTION_CONTROLLER","4":"EVENT_SOURCE_RECOVERY","5":"EVENT_SOURCE_OPERATOR","6":"EVENT_SOURCE_ETCD","EVENT_SOURCE_UNSPECIFIED":0,"EVENT_SOURCE_STATE_MANAGER":1,"EVENT_SOURCE_NODE_AGENT":2,"EVENT_SOURCE_ACTION_CONTROLLER":3,"EVENT_SOURCE_RECOVERY":4,"EVENT_SOURCE_OPERATOR":5,"EVENT_SOURCE_ETCD":6} };

const piccolo_monitoringserver_v1_AlertSeverity = { values: {"0":"ALERT_SEVERITY_UNSPECIFIED","1":"ALERT_SEVERITY_INFO","2":"ALERT_SEVERITY_WARNING","3":"ALERT_SEVERITY_CRITICAL","ALERT_SEVERITY_UNSPECIFIED":0,"ALERT_SEVERITY_INFO":1,"ALERT_SEVERITY_WARNING":2,"ALERT_SEVERITY_CRITICAL":3} };

const piccolo_statemanager_v1_StepKind = { values: {"0":"STEP_KIND_UNSPECIFIED","1":"STEP_KIND_WANTED","2":"STEP_KIND_SEEN","3":"STEP_KIND_DECIDED","4":"STEP_KIND_ACTED","5":"STEP_KIND_RESULT","6":"STEP_KIND_PHASE","7":"STEP_KIND_WAITS","8":"STEP_KIND_TOLD","9":"STEP_KIND_NOTED","STEP_KIND_UNSPECIFIED":0,"STEP_KIND_WANTED":1,"STEP_KIND_SEEN":2,"STEP_KIND_DECIDED":3,"STEP_KIND_ACTED":4,"STEP_KIND_RESULT":5,"STEP_KIND_PHASE":6,"STEP_KIND_WAITS":7,"STEP_KIND_TOLD":8,"STEP_KIND_NOTED":9} };

const piccolo_statemanager_v1_PlanStepKind = { values: {"0":"PLAN_STEP_KIND_UNSPECIFIED","1":"PLAN_STEP_KIND_START","2":"PLAN_STEP_KIND_STOP","3":"PLAN_STEP_KIND_RESTART","4":"PLAN_STEP_KIND_RECREATE","5":"PLAN_STEP_KIND_SCALE","6":"PLAN_STEP_KIND_UPDATE_VERSION","7":"PLAN_STEP_KIND_APPLY_CONFIG","8":"PLAN_STEP_KIND_RELOCATE","9":"PLAN_STEP_KIND_ROLLBACK_VERSION","10":"PLAN_STEP_KIND_RESET_CONFIG","11":"PLAN_STEP_KIND_ISOLATE","PLAN_STEP_KIND_UNSPECIFIED":0,"PLAN_STEP_KIND_START":1,"PLAN_STEP_KIND_STOP":2,"PLAN_STEP_KIND_RESTART":3,"PLAN_STEP_KIND_RECREATE":4,"PLAN_STEP_KIND_SCALE":5,"PLAN_STEP_KIND_UPDATE_VERSION":6,"PLAN_STEP_KIND_APPLY_CONFIG":7,"PLAN_STEP_KIND_RELOCATE":8,"PLAN_STEP_KIND_ROLLBACK_VERSION":9,"PLAN_STEP_KIND_RESET_CONFIG":10,"PLAN_STEP_KIND_ISOLATE":11} };

const piccolo_statemanager_v1_ManagerRole = { values: {"0":"MANAGER_ROLE_UNSPECIFIED","1":"MANAGER_ROLE_LEADER","2":"MANAGER_ROLE_STANDBY","MANAGER_ROLE_UNSPECIFIED":0,"MANAGER_ROLE_LEADER":1,"MANAGER_ROLE_STANDBY":2} };

const piccolo_statemanager_v1_FenceCause = { values: {"0":"FENCE_CAUSE_UNSPECIFIED","1":"FENCE_CAUSE_ANOTHER_LEADER","2":"FENCE_CAUSE_LOST_STATE","3":"FENCE_CAUSE_UNKNOWN","FENCE_CAUSE_UNSPECIFIED":0,"FENCE_CAUSE_ANOTHER_LEADER":1,"FENCE_CAUSE_LOST_STATE":2,"FENCE_CAUSE_UNKNOWN":3} };

const google_protobuf_NullValue = { values: {"0":"NULL_VALUE","NULL_VALUE":0} };

const grpc_health_v1_HealthCheckRequest = {
  ctor: class HealthCheckRequest {},
  encode: function HealthCheckRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.service!=null&&Object.hasOwnProperty.call(m,"service"))
  w.uint32(10).string(m.service)
  return w
},
  decode: function HealthCheckRequest$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.service=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function HealthCheckRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".grpc.health.v1.HealthCheckRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.service!=null){
  m.service=String(d.service)
  }
  return m
},
  toObject: function HealthCheckRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.service=""
  }
  if(m.service!=null&&Object.hasOwnProperty.call(m,"service")){
  d.service=m.service
  }
  return d
},
};

const grpc_health_v1_HealthCheckResponse = {
  ctor: class HealthCheckResponse {},
  encode: function HealthCheckResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.status!=null&&Object.hasOwnProperty.call(m,"status"))
  w.uint32(8).int32(m.status)
  return w
},
  decode: function HealthCheckResponse$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.status=r.int32()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function HealthCheckResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".grpc.health.v1.HealthCheckResponse: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  switch(d.status){
  default:
  if(typeof(d.status)==="number"){m.status=d.status;break}
  break
  case"UNKNOWN":
  case 0:
  m.status=0
  break
  case"SERVING":
  case 1:
  m.status=1
  break
  case"NOT_SERVING":
  case 2:
  m.status=2
  break
  case"SERVICE_UNKNOWN":
  case 3:
  m.status=3
  break
  }
  return m
},
  toObject: function HealthCheckResponse$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.status=o.enums===String?"UNKNOWN":0
  }
  if(m.status!=null&&Object.hasOwnProperty.call(m,"status")){
  d.status=o.enums===String?(grpc_health_v1_HealthCheckResponse_ServingStatus.values[m.status]===undefined?m.status:grpc_health_v1_HealthCheckResponse_ServingStatus.values[m.status]):m.status
  }
  return d
},
};

const grpc_reflection_v1_ServerReflectionRequest = {
  ctor: class ServerReflectionRequest {},
  encode: function ServerReflectionRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.host!=null&&Object.hasOwnProperty.call(m,"host"))
  w.uint32(10).string(m.host)
  if(m.fileByFilename!=null&&Object.hasOwnProperty.call(m,"fileByFilename"))
  w.uint32(26).string(m.fileByFilename)
  if(m.fileContainingSymbol!=null&&Object.hasOwnProperty.call(m,"fileContainingSymbol"))
  w.uint32(34).string(m.fileContainingSymbol)
  if(m.fileContainingExtension!=null&&Object.hasOwnProperty.call(m,"fileContainingExtension"))
  grpc_reflection_v1_ExtensionRequest.encode(m.fileContainingExtension,w.uint32(42).fork(),q+1).ldelim()
  if(m.allExtensionNumbersOfType!=null&&Object.hasOwnProperty.call(m,"allExtensionNumbersOfType"))
  w.uint32(50).string(m.allExtensionNumbersOfType)
  if(m.listServices!=null&&Object.hasOwnProperty.call(m,"listServices"))
  w.uint32(58).string(m.listServices)
  return w
},
  decode: function ServerReflectionRequest$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.host=r.string()
  break
  }
  case 3: {
  m.fileByFilename=r.string()
  break
  }
  case 4: {
  m.fileContainingSymbol=r.string()
  break
  }
  case 5: {
  m.fileContainingExtension=grpc_reflection_v1_ExtensionRequest.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 6: {
  m.allExtensionNumbersOfType=r.string()
  break
  }
  case 7: {
  m.listServices=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ServerReflectionRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".grpc.reflection.v1.ServerReflectionRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.host!=null){
  m.host=String(d.host)
  }
  if(d.fileByFilename!=null){
  m.fileByFilename=String(d.fileByFilename)
  }
  if(d.fileContainingSymbol!=null){
  m.fileContainingSymbol=String(d.fileContainingSymbol)
  }
  if(d.fileContainingExtension!=null){
  if(!util.isObject(d.fileContainingExtension))
  throw TypeError(".grpc.reflection.v1.ServerReflectionRequest.fileContainingExtension: object expected")
  m.fileContainingExtension=grpc_reflection_v1_ExtensionRequest.fromObject(d.fileContainingExtension,n+1)
  }
  if(d.allExtensionNumbersOfType!=null){
  m.allExtensionNumbersOfType=String(d.allExtensionNumbersOfType)
  }
  if(d.listServices!=null){
  m.listServices=String(d.listServices)
  }
  return m
},
  toObject: function ServerReflectionRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.host=""
  }
  if(m.host!=null&&Object.hasOwnProperty.call(m,"host")){
  d.host=m.host
  }
  if(m.fileByFilename!=null&&Object.hasOwnProperty.call(m,"fileByFilename")){
  d.fileByFilename=m.fileByFilename
  if(o.oneofs)
  d.messageRequest="fileByFilename"
  }
  if(m.fileContainingSymbol!=null&&Object.hasOwnProperty.call(m,"fileContainingSymbol")){
  d.fileContainingSymbol=m.fileContainingSymbol
  if(o.oneofs)
  d.messageRequest="fileContainingSymbol"
  }
  if(m.fileContainingExtension!=null&&Object.hasOwnProperty.call(m,"fileContainingExtension")){
  d.fileContainingExtension=grpc_reflection_v1_ExtensionRequest.toObject(m.fileContainingExtension,o,q+1)
  if(o.oneofs)
  d.messageRequest="fileContainingExtension"
  }
  if(m.allExtensionNumbersOfType!=null&&Object.hasOwnProperty.call(m,"allExtensionNumbersOfType")){
  d.allExtensionNumbersOfType=m.allExtensionNumbersOfType
  if(o.oneofs)
  d.messageRequest="allExtensionNumbersOfType"
  }
  if(m.listServices!=null&&Object.hasOwnProperty.call(m,"listServices")){
  d.listServices=m.listServices
  if(o.oneofs)
  d.messageRequest="listServices"
  }
  return d
},
};

const grpc_reflection_v1_ExtensionRequest = {
  ctor: class ExtensionRequest {},
  encode: function ExtensionRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.containingType!=null&&Object.hasOwnProperty.call(m,"containingType"))
  w.uint32(10).string(m.containingType)
  if(m.extensionNumber!=null&&Object.hasOwnProperty.call(m,"extensionNumber"))
  w.uint32(16).int32(m.extensionNumber)
  return w
},
  decode: function ExtensionRequest$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.containingType=r.string()
  break
  }
  case 2: {
  m.extensionNumber=r.int32()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ExtensionRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".grpc.reflection.v1.ExtensionRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.containingType!=null){
  m.containingType=String(d.containingType)
  }
  if(d.extensionNumber!=null){
  m.extensionNumber=d.extensionNumber|0
  }
  return m
},
  toObject: function ExtensionRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.containingType=""
  d.extensionNumber=0
  }
  if(m.containingType!=null&&Object.hasOwnProperty.call(m,"containingType")){
  d.containingType=m.containingType
  }
  if(m.extensionNumber!=null&&Object.hasOwnProperty.call(m,"extensionNumber")){
  d.extensionNumber=m.extensionNumber
  }
  return d
},
};

const grpc_reflection_v1_ServerReflectionResponse = {
  ctor: class ServerReflectionResponse {},
  encode: function ServerReflectionResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.validHost!=null&&Object.hasOwnProperty.call(m,"validHost"))
  w.uint32(10).string(m.validHost)
  if(m.originalRequest!=null&&Object.hasOwnProperty.call(m,"originalRequest"))
  grpc_reflection_v1_ServerReflectionRequest.encode(m.originalRequest,w.uint32(18).fork(),q+1).ldelim()
  if(m.fileDescriptorResponse!=null&&Object.hasOwnProperty.call(m,"fileDescriptorResponse"))
  grpc_reflection_v1_FileDescriptorResponse.encode(m.fileDescriptorResponse,w.uint32(34).fork(),q+1).ldelim()
  if(m.allExtensionNumbersResponse!=null&&Object.hasOwnProperty.call(m,"allExtensionNumbersResponse"))
  grpc_reflection_v1_ExtensionNumberResponse.encode(m.allExtensionNumbersResponse,w.uint32(42).fork(),q+1).ldelim()
  if(m.listServicesResponse!=null&&Object.hasOwnProperty.call(m,"listServicesResponse"))
  grpc_reflection_v1_ListServiceResponse.encode(m.listServicesResponse,w.uint32(50).fork(),q+1).ldelim()
  if(m.errorResponse!=null&&Object.hasOwnProperty.call(m,"errorResponse"))
  grpc_reflection_v1_ErrorResponse.encode(m.errorResponse,w.uint32(58).fork(),q+1).ldelim()
  return w
},
  decode: function ServerReflectionResponse$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.validHost=r.string()
  break
  }
  case 2: {
  m.originalRequest=grpc_reflection_v1_ServerReflectionRequest.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 4: {
  m.fileDescriptorResponse=grpc_reflection_v1_FileDescriptorResponse.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 5: {
  m.allExtensionNumbersResponse=grpc_reflection_v1_ExtensionNumberResponse.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 6: {
  m.listServicesResponse=grpc_reflection_v1_ListServiceResponse.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 7: {
  m.errorResponse=grpc_reflection_v1_ErrorResponse.decode(r,r.uint32(),undefined,n+1)
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ServerReflectionResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".grpc.reflection.v1.ServerReflectionResponse: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.validHost!=null){
  m.validHost=String(d.validHost)
  }
  if(d.originalRequest!=null){
  if(!util.isObject(d.originalRequest))
  throw TypeError(".grpc.reflection.v1.ServerReflectionResponse.originalRequest: object expected")
  m.originalRequest=grpc_reflection_v1_ServerReflectionRequest.fromObject(d.originalRequest,n+1)
  }
  if(d.fileDescriptorResponse!=null){
  if(!util.isObject(d.fileDescriptorResponse))
  throw TypeError(".grpc.reflection.v1.ServerReflectionResponse.fileDescriptorResponse: object expected")
  m.fileDescriptorResponse=grpc_reflection_v1_FileDescriptorResponse.fromObject(d.fileDescriptorResponse,n+1)
  }
  if(d.allExtensionNumbersResponse!=null){
  if(!util.isObject(d.allExtensionNumbersResponse))
  throw TypeError(".grpc.reflection.v1.ServerReflectionResponse.allExtensionNumbersResponse: object expected")
  m.allExtensionNumbersResponse=grpc_reflection_v1_ExtensionNumberResponse.fromObject(d.allExtensionNumbersResponse,n+1)
  }
  if(d.listServicesResponse!=null){
  if(!util.isObject(d.listServicesResponse))
  throw TypeError(".grpc.reflection.v1.ServerReflectionResponse.listServicesResponse: object expected")
  m.listServicesResponse=grpc_reflection_v1_ListServiceResponse.fromObject(d.listServicesResponse,n+1)
  }
  if(d.errorResponse!=null){
  if(!util.isObject(d.errorResponse))
  throw TypeError(".grpc.reflection.v1.ServerReflectionResponse.errorResponse: object expected")
  m.errorResponse=grpc_reflection_v1_ErrorResponse.fromObject(d.errorResponse,n+1)
  }
  return m
},
  toObject: function ServerReflectionResponse$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.validHost=""
  d.originalRequest=null
  }
  if(m.validHost!=null&&Object.hasOwnProperty.call(m,"validHost")){
  d.validHost=m.validHost
  }
  if(m.originalRequest!=null&&Object.hasOwnProperty.call(m,"originalRequest")){
  d.originalRequest=grpc_reflection_v1_ServerReflectionRequest.toObject(m.originalRequest,o,q+1)
  }
  if(m.fileDescriptorResponse!=null&&Object.hasOwnProperty.call(m,"fileDescriptorResponse")){
  d.fileDescriptorResponse=grpc_reflection_v1_FileDescriptorResponse.toObject(m.fileDescriptorResponse,o,q+1)
  if(o.oneofs)
  d.messageResponse="fileDescriptorResponse"
  }
  if(m.allExtensionNumbersResponse!=null&&Object.hasOwnProperty.call(m,"allExtensionNumbersResponse")){
  d.allExtensionNumbersResponse=grpc_reflection_v1_ExtensionNumberResponse.toObject(m.allExtensionNumbersResponse,o,q+1)
  if(o.oneofs)
  d.messageResponse="allExtensionNumbersResponse"
  }
  if(m.listServicesResponse!=null&&Object.hasOwnProperty.call(m,"listServicesResponse")){
  d.listServicesResponse=grpc_reflection_v1_ListServiceResponse.toObject(m.listServicesResponse,o,q+1)
  if(o.oneofs)
  d.messageResponse="listServicesResponse"
  }
  if(m.errorResponse!=null&&Object.hasOwnProperty.call(m,"errorResponse")){
  d.errorResponse=grpc_reflection_v1_ErrorResponse.toObject(m.errorResponse,o,q+1)
  if(o.oneofs)
  d.messageResponse="errorResponse"
  }
  return d
},
};

const grpc_reflection_v1_FileDescriptorResponse = {
  ctor: class FileDescriptorResponse {},
  encode: function FileDescriptorResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.fileDescriptorProto!=null&&m.fileDescriptorProto.length){
  for(var i=0;i<m.fileDescriptorProto.length;++i)
  w.uint32(10).bytes(m.fileDescriptorProto[i])
  }
  return w
},
  decode: function FileDescriptorResponse$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  if(!(m.fileDescriptorProto&&m.fileDescriptorProto.length))
  m.fileDescriptorProto=[]
  m.fileDescriptorProto.push(r.bytes())
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function FileDescriptorResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".grpc.reflection.v1.FileDescriptorResponse: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.fileDescriptorProto){
  if(!Array.isArray(d.fileDescriptorProto))
  throw TypeError(".grpc.reflection.v1.FileDescriptorResponse.fileDescriptorProto: array expected")
  m.fileDescriptorProto=[]
  for(var i=0;i<d.fileDescriptorProto.length;++i){
  if(typeof d.fileDescriptorProto[i]==="string")
  util.base64.decode(d.fileDescriptorProto[i],m.fileDescriptorProto[i]=util.newBuffer(util.base64.length(d.fileDescriptorProto[i])),0)
  else if(d.fileDescriptorProto[i].length >= 0)
  m.fileDescriptorProto[i]=d.fileDescriptorProto[i]
  }
  }
  return m
},
  toObject: function FileDescriptorResponse$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.fileDescriptorProto=[]
  }
  if(m.fileDescriptorProto&&m.fileDescriptorProto.length){
  d.fileDescriptorProto=[]
  for(var j=0;j<m.fileDescriptorProto.length;++j){
  d.fileDescriptorProto[j]=o.bytes===String?util.base64.encode(m.fileDescriptorProto[j],0,m.fileDescriptorProto[j].length):o.bytes===Array?Array.prototype.slice.call(m.fileDescriptorProto[j]):m.fileDescriptorProto[j]
  }
  }
  return d
},
};

const grpc_reflection_v1_ExtensionNumberResponse = {
  ctor: class ExtensionNumberResponse {},
  encode: function ExtensionNumberResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.baseTypeName!=null&&Object.hasOwnProperty.call(m,"baseTypeName"))
  w.uint32(10).string(m.baseTypeName)
  if(m.extensionNumber!=null&&m.extensionNumber.length){
  w.uint32(18).fork()
  for(var i=0;i<m.extensionNumber.length;++i)
  w.int32(m.extensionNumber[i])
  w.ldelim()
  }
  return w
},
  decode: function ExtensionNumberResponse$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.baseTypeName=r.string()
  break
  }
  case 2: {
  if(!(m.extensionNumber&&m.extensionNumber.length))
  m.extensionNumber=[]
  if((t&7)===2){
  var c2=r.uint32()+r.pos
  if(c2>r.len)
  throw RangeError("index out of range")
  r.len=c2
  while(r.pos<c2)
  m.extensionNumber.push(r.int32())
  if(r.pos!==c2)
  throw RangeError("index out of range")
  r.len=c
  }else
  m.extensionNumber.push(r.int32())
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ExtensionNumberResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".grpc.reflection.v1.ExtensionNumberResponse: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.baseTypeName!=null){
  m.baseTypeName=String(d.baseTypeName)
  }
  if(d.extensionNumber){
  if(!Array.isArray(d.extensionNumber))
  throw TypeError(".grpc.reflection.v1.ExtensionNumberResponse.extensionNumber: array expected")
  m.extensionNumber=[]
  for(var i=0;i<d.extensionNumber.length;++i){
  m.extensionNumber[i]=d.extensionNumber[i]|0
  }
  }
  return m
},
  toObject: function ExtensionNumberResponse$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.extensionNumber=[]
  }
  if(o.defaults){
  d.baseTypeName=""
  }
  if(m.baseTypeName!=null&&Object.hasOwnProperty.call(m,"baseTypeName")){
  d.baseTypeName=m.baseTypeName
  }
  if(m.extensionNumber&&m.extensionNumber.length){
  d.extensionNumber=[]
  for(var j=0;j<m.extensionNumber.length;++j){
  d.extensionNumber[j]=m.extensionNumber[j]
  }
  }
  return d
},
};

const grpc_reflection_v1_ListServiceResponse = {
  ctor: class ListServiceResponse {},
  encode: function ListServiceResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.service!=null&&m.service.length){
  for(var i=0;i<m.service.length;++i)
  grpc_reflection_v1_ServiceResponse.encode(m.service[i],w.uint32(10).fork(),q+1).ldelim()
  }
  return w
},
  decode: function ListServiceResponse$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  if(!(m.service&&m.service.length))
  m.service=[]
  m.service.push(grpc_reflection_v1_ServiceResponse.decode(r,r.uint32(),undefined,n+1))
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ListServiceResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".grpc.reflection.v1.ListServiceResponse: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.service){
  if(!Array.isArray(d.service))
  throw TypeError(".grpc.reflection.v1.ListServiceResponse.service: array expected")
  m.service=[]
  for(var i=0;i<d.service.length;++i){
  if(!util.isObject(d.service[i]))
  throw TypeError(".grpc.reflection.v1.ListServiceResponse.service: object expected")
  m.service[i]=grpc_reflection_v1_ServiceResponse.fromObject(d.service[i],n+1)
  }
  }
  return m
},
  toObject: function ListServiceResponse$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.service=[]
  }
  if(m.service&&m.service.length){
  d.service=[]
  for(var j=0;j<m.service.length;++j){
  d.service[j]=grpc_reflection_v1_ServiceResponse.toObject(m.service[j],o,q+1)
  }
  }
  return d
},
};

const grpc_reflection_v1_ServiceResponse = {
  ctor: class ServiceResponse {},
  encode: function ServiceResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.name!=null&&Object.hasOwnProperty.call(m,"name"))
  w.uint32(10).string(m.name)
  return w
},
  decode: function ServiceResponse$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.name=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ServiceResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".grpc.reflection.v1.ServiceResponse: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.name!=null){
  m.name=String(d.name)
  }
  return m
},
  toObject: function ServiceResponse$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.name=""
  }
  if(m.name!=null&&Object.hasOwnProperty.call(m,"name")){
  d.name=m.name
  }
  return d
},
};

const grpc_reflection_v1_ErrorResponse = {
  ctor: class ErrorResponse {},
  encode: function ErrorResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.errorCode!=null&&Object.hasOwnProperty.call(m,"errorCode"))
  w.uint32(8).int32(m.errorCode)
  if(m.errorMessage!=null&&Object.hasOwnProperty.call(m,"errorMessage"))
  w.uint32(18).string(m.errorMessage)
  return w
},
  decode: function ErrorResponse$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.errorCode=r.int32()
  break
  }
  case 2: {
  m.errorMessage=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ErrorResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".grpc.reflection.v1.ErrorResponse: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.errorCode!=null){
  m.errorCode=d.errorCode|0
  }
  if(d.errorMessage!=null){
  m.errorMessage=String(d.errorMessage)
  }
  return m
},
  toObject: function ErrorResponse$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.errorCode=0
  d.errorMessage=""
  }
  if(m.errorCode!=null&&Object.hasOwnProperty.call(m,"errorCode")){
  d.errorCode=m.errorCode
  }
  if(m.errorMessage!=null&&Object.hasOwnProperty.call(m,"errorMessage")){
  d.errorMessage=m.errorMessage
  }
  return d
},
};

const piccolo_actioncontroller_v1_ActionContext = {
  ctor: class ActionContext {},
  encode: function ActionContext$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.actionId!=null&&Object.hasOwnProperty.call(m,"actionId"))
  w.uint32(10).string(m.actionId)
  if(m.resourceId!=null&&Object.hasOwnProperty.call(m,"resourceId"))
  piccolo_common_v1_ResourceId.encode(m.resourceId,w.uint32(18).fork(),q+1).ldelim()
  if(m.node!=null&&Object.hasOwnProperty.call(m,"node"))
  w.uint32(26).string(m.node)
  if(m.generation!=null&&Object.hasOwnProperty.call(m,"generation"))
  w.uint32(32).uint64(m.generation)
  if(m.term!=null&&Object.hasOwnProperty.call(m,"term"))
  w.uint32(40).uint64(m.term)
  if(m.deadlineMs!=null&&Object.hasOwnProperty.call(m,"deadlineMs"))
  w.uint32(48).uint32(m.deadlineMs)
  if(m.causation!=null&&m.causation.length){
  for(var i=0;i<m.causation.length;++i)
  w.uint32(58).string(m.causation[i])
  }
  return w
},
  decode: function ActionContext$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.actionId=r.string()
  break
  }
  case 2: {
  m.resourceId=piccolo_common_v1_ResourceId.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 3: {
  m.node=r.string()
  break
  }
  case 4: {
  m.generation=r.uint64()
  break
  }
  case 5: {
  m.term=r.uint64()
  break
  }
  case 6: {
  m.deadlineMs=r.uint32()
  break
  }
  case 7: {
  if(!(m.causation&&m.causation.length))
  m.causation=[]
  m.causation.push(r.string())
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ActionContext$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.actioncontroller.v1.ActionContext: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.actionId!=null){
  m.actionId=String(d.actionId)
  }
  if(d.resourceId!=null){
  if(!util.isObject(d.resourceId))
  throw TypeError(".piccolo.actioncontroller.v1.ActionContext.resourceId: object expected")
  m.resourceId=piccolo_common_v1_ResourceId.fromObject(d.resourceId,n+1)
  }
  if(d.node!=null){
  m.node=String(d.node)
  }
  if(d.generation!=null){
  if(util.Long)
  m.generation=util.Long.fromValue(d.generation,true)
  else if(typeof d.generation==="string")
  m.generation=parseInt(d.generation,10)
  else if(typeof d.generation==="number")
  m.generation=d.generation
  else if(typeof d.generation==="object")
  m.generation=new util.LongBits(d.generation.low>>>0,d.generation.high>>>0).toNumber(true)
  }
  if(d.term!=null){
  if(util.Long)
  m.term=util.Long.fromValue(d.term,true)
  else if(typeof d.term==="string")
  m.term=parseInt(d.term,10)
  else if(typeof d.term==="number")
  m.term=d.term
  else if(typeof d.term==="object")
  m.term=new util.LongBits(d.term.low>>>0,d.term.high>>>0).toNumber(true)
  }
  if(d.deadlineMs!=null){
  m.deadlineMs=d.deadlineMs>>>0
  }
  if(d.causation){
  if(!Array.isArray(d.causation))
  throw TypeError(".piccolo.actioncontroller.v1.ActionContext.causation: array expected")
  m.causation=[]
  for(var i=0;i<d.causation.length;++i){
  m.causation[i]=String(d.causation[i])
  }
  }
  return m
},
  toObject: function ActionContext$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.causation=[]
  }
  if(o.defaults){
  d.actionId=""
  d.resourceId=null
  d.node=""
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.generation=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.generation=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.term=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.term=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.deadlineMs=0
  }
  if(m.actionId!=null&&Object.hasOwnProperty.call(m,"actionId")){
  d.actionId=m.actionId
  }
  if(m.resourceId!=null&&Object.hasOwnProperty.call(m,"resourceId")){
  d.resourceId=piccolo_common_v1_ResourceId.toObject(m.resourceId,o,q+1)
  }
  if(m.node!=null&&Object.hasOwnProperty.call(m,"node")){
  d.node=m.node
  }
  if(m.generation!=null&&Object.hasOwnProperty.call(m,"generation")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.generation=typeof m.generation==="number"?BigInt(m.generation):util.Long.fromBits(m.generation.low>>>0,m.generation.high>>>0,true).toBigInt()
  else if(typeof m.generation==="number")
  d.generation=o.longs===String?String(m.generation):m.generation
  else
  d.generation=o.longs===String?util.Long.prototype.toString.call(m.generation):o.longs===Number?new util.LongBits(m.generation.low>>>0,m.generation.high>>>0).toNumber(true):m.generation
  }
  if(m.term!=null&&Object.hasOwnProperty.call(m,"term")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.term=typeof m.term==="number"?BigInt(m.term):util.Long.fromBits(m.term.low>>>0,m.term.high>>>0,true).toBigInt()
  else if(typeof m.term==="number")
  d.term=o.longs===String?String(m.term):m.term
  else
  d.term=o.longs===String?util.Long.prototype.toString.call(m.term):o.longs===Number?new util.LongBits(m.term.low>>>0,m.term.high>>>0).toNumber(true):m.term
  }
  if(m.deadlineMs!=null&&Object.hasOwnProperty.call(m,"deadlineMs")){
  d.deadlineMs=m.deadlineMs
  }
  if(m.causation&&m.causation.length){
  d.causation=[]
  for(var j=0;j<m.causation.length;++j){
  d.causation[j]=m.causation[j]
  }
  }
  return d
},
};

const piccolo_actioncontroller_v1_DesiredWorkload = {
  ctor: class DesiredWorkload {},
  encode: function DesiredWorkload$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.replicas!=null&&Object.hasOwnProperty.call(m,"replicas"))
  w.uint32(8).uint32(m.replicas)
  if(m.version!=null&&Object.hasOwnProperty.call(m,"version"))
  w.uint32(18).string(m.version)
  if(m.config!=null&&Object.hasOwnProperty.call(m,"config")){
  for(var ks=Object.keys(m.config),i=0;i<ks.length;++i){
  w.uint32(26).fork().uint32(10).string(ks[i])
  .uint32(18).string(m.config[ks[i]]).ldelim()
  }
  }
  if(m.resources!=null&&Object.hasOwnProperty.call(m,"resources"))
  piccolo_common_v1_ResourceRequirements.encode(m.resources,w.uint32(34).fork(),q+1).ldelim()
  return w
},
  decode: function DesiredWorkload$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m,k,value
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.replicas=r.uint32()
  break
  }
  case 2: {
  m.version=r.string()
  break
  }
  case 3: {
  if(m.config===util.emptyObject)
  m.config={}
  var c2=r.uint32()+r.pos
  if(c2>r.len)
  throw RangeError("index out of range")
  r.len=c2
  k=""
  value=""
  while(r.pos<c2){
  var tag2=r.uint32()
  switch(tag2>>>3){
  case 1: k=r.string(); break
  case 2:
  value=r.string()
  break
  default:
  r.skipType(tag2&7,n)
  break
  }
  }
  if(r.pos!==c2)
  throw RangeError("index out of range")
  r.len=c
  if(k==="__proto__")
  util.makeProp(m.config,k)
  m.config[k]=value
  break
  }
  case 4: {
  m.resources=piccolo_common_v1_ResourceRequirements.decode(r,r.uint32(),undefined,n+1)
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function DesiredWorkload$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.actioncontroller.v1.DesiredWorkload: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.replicas!=null){
  m.replicas=d.replicas>>>0
  }
  if(d.version!=null){
  m.version=String(d.version)
  }
  if(d.config){
  if(!util.isObject(d.config))
  throw TypeError(".piccolo.actioncontroller.v1.DesiredWorkload.config: object expected")
  m.config={}
  for(var ks=Object.keys(d.config),i=0;i<ks.length;++i){
  if(ks[i]==="__proto__")
  util.makeProp(m.config,ks[i])
  m.config[ks[i]]=String(d.config[ks[i]])
  }
  }
  if(d.resources!=null){
  if(!util.isObject(d.resources))
  throw TypeError(".piccolo.actioncontroller.v1.DesiredWorkload.resources: object expected")
  m.resources=piccolo_common_v1_ResourceRequirements.fromObject(d.resources,n+1)
  }
  return m
},
  toObject: function DesiredWorkload$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.objects||o.defaults){
  d.config={}
  }
  if(o.defaults){
  d.replicas=0
  d.version=""
  d.resources=null
  }
  if(m.replicas!=null&&Object.hasOwnProperty.call(m,"replicas")){
  d.replicas=m.replicas
  }
  if(m.version!=null&&Object.hasOwnProperty.call(m,"version")){
  d.version=m.version
  }
  var ks2
  if(m.config&&(ks2=Object.keys(m.config)).length){
  d.config={}
  for(var j=0;j<ks2.length;++j){
  if(ks2[j]==="__proto__")
  util.makeProp(d.config,ks2[j])
  d.config[ks2[j]]=m.config[ks2[j]]
  }
  }
  if(m.resources!=null&&Object.hasOwnProperty.call(m,"resources")){
  d.resources=piccolo_common_v1_ResourceRequirements.toObject(m.resources,o,q+1)
  }
  return d
},
};
piccolo_actioncontroller_v1_DesiredWorkload.ctor.prototype.config = util.emptyObject;

const piccolo_actioncontroller_v1_ActionExecutionRequest = {
  ctor: class ActionExecutionRequest {},
  encode: function ActionExecutionRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.context!=null&&Object.hasOwnProperty.call(m,"context"))
  piccolo_actioncontroller_v1_ActionContext.encode(m.context,w.uint32(10).fork(),q+1).ldelim()
  if(m.kind!=null&&Object.hasOwnProperty.call(m,"kind"))
  w.uint32(16).int32(m.kind)
  if(m.desired!=null&&Object.hasOwnProperty.call(m,"desired"))
  piccolo_actioncontroller_v1_DesiredWorkload.encode(m.desired,w.uint32(26).fork(),q+1).ldelim()
  if(m.fromNode!=null&&Object.hasOwnProperty.call(m,"fromNode"))
  w.uint32(34).string(m.fromNode)
  return w
},
  decode: function ActionExecutionRequest$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.context=piccolo_actioncontroller_v1_ActionContext.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  m.kind=r.int32()
  break
  }
  case 3: {
  m.desired=piccolo_actioncontroller_v1_DesiredWorkload.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 4: {
  m.fromNode=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ActionExecutionRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.actioncontroller.v1.ActionExecutionRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.context!=null){
  if(!util.isObject(d.context))
  throw TypeError(".piccolo.actioncontroller.v1.ActionExecutionRequest.context: object expected")
  m.context=piccolo_actioncontroller_v1_ActionContext.fromObject(d.context,n+1)
  }
  switch(d.kind){
  default:
  if(typeof(d.kind)==="number"){m.kind=d.kind;break}
  break
  case"ACTION_KIND_UNSPECIFIED":
  case 0:
  m.kind=0
  break
  case"ACTION_KIND_SCALE":
  case 1:
  m.kind=1
  break
  case"ACTION_KIND_UPDATE_VERSION":
  case 2:
  m.kind=2
  break
  case"ACTION_KIND_APPLY_CONFIG":
  case 3:
  m.kind=3
  break
  case"ACTION_KIND_RECREATE":
  case 4:
  m.kind=4
  break
  case"ACTION_KIND_RELOCATE":
  case 5:
  m.kind=5
  break
  }
  if(d.desired!=null){
  if(!util.isObject(d.desired))
  throw TypeError(".piccolo.actioncontroller.v1.ActionExecutionRequest.desired: object expected")
  m.desired=piccolo_actioncontroller_v1_DesiredWorkload.fromObject(d.desired,n+1)
  }
  if(d.fromNode!=null){
  m.fromNode=String(d.fromNode)
  }
  return m
},
  toObject: function ActionExecutionRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.context=null
  d.kind=o.enums===String?"ACTION_KIND_UNSPECIFIED":0
  d.desired=null
  d.fromNode=""
  }
  if(m.context!=null&&Object.hasOwnProperty.call(m,"context")){
  d.context=piccolo_actioncontroller_v1_ActionContext.toObject(m.context,o,q+1)
  }
  if(m.kind!=null&&Object.hasOwnProperty.call(m,"kind")){
  d.kind=o.enums===String?(piccolo_actioncontroller_v1_ActionKind.values[m.kind]===undefined?m.kind:piccolo_actioncontroller_v1_ActionKind.values[m.kind]):m.kind
  }
  if(m.desired!=null&&Object.hasOwnProperty.call(m,"desired")){
  d.desired=piccolo_actioncontroller_v1_DesiredWorkload.toObject(m.desired,o,q+1)
  }
  if(m.fromNode!=null&&Object.hasOwnProperty.call(m,"fromNode")){
  d.fromNode=m.fromNode
  }
  return d
},
};

const piccolo_actioncontroller_v1_RecoveryRequest = {
  ctor: class RecoveryRequest {},
  encode: function RecoveryRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.context!=null&&Object.hasOwnProperty.call(m,"context"))
  piccolo_actioncontroller_v1_ActionContext.encode(m.context,w.uint32(10).fork(),q+1).ldelim()
  if(m.containerId!=null&&Object.hasOwnProperty.call(m,"containerId"))
  w.uint32(18).string(m.containerId)
  if(m.action!=null&&Object.hasOwnProperty.call(m,"action"))
  w.uint32(24).int32(m.action)
  if(m.desired!=null&&Object.hasOwnProperty.call(m,"desired"))
  piccolo_actioncontroller_v1_DesiredWorkload.encode(m.desired,w.uint32(34).fork(),q+1).ldelim()
  if(m.fromNode!=null&&Object.hasOwnProperty.call(m,"fromNode"))
  w.uint32(42).string(m.fromNode)
  return w
},
  decode: function RecoveryRequest$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.context=piccolo_actioncontroller_v1_ActionContext.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  m.containerId=r.string()
  break
  }
  case 3: {
  m.action=r.int32()
  break
  }
  case 4: {
  m.desired=piccolo_actioncontroller_v1_DesiredWorkload.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 5: {
  m.fromNode=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function RecoveryRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.actioncontroller.v1.RecoveryRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.context!=null){
  if(!util.isObject(d.context))
  throw TypeError(".piccolo.actioncontroller.v1.RecoveryRequest.context: object expected")
  m.context=piccolo_actioncontroller_v1_ActionContext.fromObject(d.context,n+1)
  }
  if(d.containerId!=null){
  m.containerId=String(d.containerId)
  }
  switch(d.action){
  default:
  if(typeof(d.action)==="number"){m.action=d.action;break}
  break
  case"RECOVERY_ACTION_UNSPECIFIED":
  case 0:
  m.action=0
  break
  case"RECOVERY_ACTION_RESTART":
  case 1:
  m.action=1
  break
  case"RECOVERY_ACTION_RECREATE":
  case 2:
  m.action=2
  break
  case"RECOVERY_ACTION_RELOCATE":
  case 3:
  m.action=3
  break
  case"RECOVERY_ACTION_ROLLBACK_VERSION":
  case 4:
  m.action=4
  break
  case"RECOVERY_ACTION_RESET_CONFIG":
  case 5:
  m.action=5
  break
  case"RECOVERY_ACTION_NOTIFY":
  case 6:
  m.action=6
  break
  case"RECOVERY_ACTION_ISOLATE":
  case 7:
  m.action=7
  break
  }
  if(d.desired!=null){
  if(!util.isObject(d.desired))
  throw TypeError(".piccolo.actioncontroller.v1.RecoveryRequest.desired: object expected")
  m.desired=piccolo_actioncontroller_v1_DesiredWorkload.fromObject(d.desired,n+1)
  }
  if(d.fromNode!=null){
  m.fromNode=String(d.fromNode)
  }
  return m
},
  toObject: function RecoveryRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.context=null
  d.containerId=""
  d.action=o.enums===String?"RECOVERY_ACTION_UNSPECIFIED":0
  d.desired=null
  d.fromNode=""
  }
  if(m.context!=null&&Object.hasOwnProperty.call(m,"context")){
  d.context=piccolo_actioncontroller_v1_ActionContext.toObject(m.context,o,q+1)
  }
  if(m.containerId!=null&&Object.hasOwnProperty.call(m,"containerId")){
  d.containerId=m.containerId
  }
  if(m.action!=null&&Object.hasOwnProperty.call(m,"action")){
  d.action=o.enums===String?(piccolo_common_v1_RecoveryAction.values[m.action]===undefined?m.action:piccolo_common_v1_RecoveryAction.values[m.action]):m.action
  }
  if(m.desired!=null&&Object.hasOwnProperty.call(m,"desired")){
  d.desired=piccolo_actioncontroller_v1_DesiredWorkload.toObject(m.desired,o,q+1)
  }
  if(m.fromNode!=null&&Object.hasOwnProperty.call(m,"fromNode")){
  d.fromNode=m.fromNode
  }
  return d
},
};

const piccolo_actioncontroller_v1_LifecycleActionRequest = {
  ctor: class LifecycleActionRequest {},
  encode: function LifecycleActionRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.context!=null&&Object.hasOwnProperty.call(m,"context"))
  piccolo_actioncontroller_v1_ActionContext.encode(m.context,w.uint32(10).fork(),q+1).ldelim()
  if(m.containerId!=null&&Object.hasOwnProperty.call(m,"containerId"))
  w.uint32(18).string(m.containerId)
  if(m.action!=null&&Object.hasOwnProperty.call(m,"action"))
  w.uint32(24).int32(m.action)
  if(m.desired!=null&&Object.hasOwnProperty.call(m,"desired"))
  piccolo_actioncontroller_v1_DesiredWorkload.encode(m.desired,w.uint32(34).fork(),q+1).ldelim()
  return w
},
  decode: function LifecycleActionRequest$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.context=piccolo_actioncontroller_v1_ActionContext.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  m.containerId=r.string()
  break
  }
  case 3: {
  m.action=r.int32()
  break
  }
  case 4: {
  m.desired=piccolo_actioncontroller_v1_DesiredWorkload.decode(r,r.uint32(),undefined,n+1)
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function LifecycleActionRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.actioncontroller.v1.LifecycleActionRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.context!=null){
  if(!util.isObject(d.context))
  throw TypeError(".piccolo.actioncontroller.v1.LifecycleActionRequest.context: object expected")
  m.context=piccolo_actioncontroller_v1_ActionContext.fromObject(d.context,n+1)
  }
  if(d.containerId!=null){
  m.containerId=String(d.containerId)
  }
  switch(d.action){
  default:
  if(typeof(d.action)==="number"){m.action=d.action;break}
  break
  case"LIFECYCLE_ACTION_UNSPECIFIED":
  case 0:
  m.action=0
  break
  case"LIFECYCLE_ACTION_START":
  case 1:
  m.action=1
  break
  case"LIFECYCLE_ACTION_STOP":
  case 2:
  m.action=2
  break
  case"LIFECYCLE_ACTION_RESTART":
  case 3:
  m.action=3
  break
  }
  if(d.desired!=null){
  if(!util.isObject(d.desired))
  throw TypeError(".piccolo.actioncontroller.v1.LifecycleActionRequest.desired: object expected")
  m.desired=piccolo_actioncontroller_v1_DesiredWorkload.fromObject(d.desired,n+1)
  }
  return m
},
  toObject: function LifecycleActionRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.context=null
  d.containerId=""
  d.action=o.enums===String?"LIFECYCLE_ACTION_UNSPECIFIED":0
  d.desired=null
  }
  if(m.context!=null&&Object.hasOwnProperty.call(m,"context")){
  d.context=piccolo_actioncontroller_v1_ActionContext.toObject(m.context,o,q+1)
  }
  if(m.containerId!=null&&Object.hasOwnProperty.call(m,"containerId")){
  d.containerId=m.containerId
  }
  if(m.action!=null&&Object.hasOwnProperty.call(m,"action")){
  d.action=o.enums===String?(piccolo_actioncontroller_v1_LifecycleAction.values[m.action]===undefined?m.action:piccolo_actioncontroller_v1_LifecycleAction.values[m.action]):m.action
  }
  if(m.desired!=null&&Object.hasOwnProperty.call(m,"desired")){
  d.desired=piccolo_actioncontroller_v1_DesiredWorkload.toObject(m.desired,o,q+1)
  }
  return d
},
};

const piccolo_actioncontroller_v1_ActionResponse = {
  ctor: class ActionResponse {},
  encode: function ActionResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.actionId!=null&&Object.hasOwnProperty.call(m,"actionId"))
  w.uint32(10).string(m.actionId)
  if(m.outcome!=null&&Object.hasOwnProperty.call(m,"outcome"))
  w.uint32(16).int32(m.outcome)
  if(m.message!=null&&Object.hasOwnProperty.call(m,"message"))
  w.uint32(26).string(m.message)
  if(m.wasRepeated!=null&&Object.hasOwnProperty.call(m,"wasRepeated"))
  w.uint32(32).bool(m.wasRepeated)
  return w
},
  decode: function ActionResponse$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.actionId=r.string()
  break
  }
  case 2: {
  m.outcome=r.int32()
  break
  }
  case 3: {
  m.message=r.string()
  break
  }
  case 4: {
  m.wasRepeated=r.bool()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ActionResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.actioncontroller.v1.ActionResponse: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.actionId!=null){
  m.actionId=String(d.actionId)
  }
  switch(d.outcome){
  default:
  if(typeof(d.outcome)==="number"){m.outcome=d.outcome;break}
  break
  case"ACTION_OUTCOME_UNSPECIFIED":
  case 0:
  m.outcome=0
  break
  case"ACTION_OUTCOME_DONE":
  case 1:
  m.outcome=1
  break
  case"ACTION_OUTCOME_FAILED":
  case 2:
  m.outcome=2
  break
  case"ACTION_OUTCOME_REJECTED":
  case 3:
  m.outcome=3
  break
  }
  if(d.message!=null){
  m.message=String(d.message)
  }
  if(d.wasRepeated!=null){
  m.wasRepeated=Boolean(d.wasRepeated)
  }
  return m
},
  toObject: function ActionResponse$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.actionId=""
  d.outcome=o.enums===String?"ACTION_OUTCOME_UNSPECIFIED":0
  d.message=""
  d.wasRepeated=false
  }
  if(m.actionId!=null&&Object.hasOwnProperty.call(m,"actionId")){
  d.actionId=m.actionId
  }
  if(m.outcome!=null&&Object.hasOwnProperty.call(m,"outcome")){
  d.outcome=o.enums===String?(piccolo_actioncontroller_v1_ActionOutcome.values[m.outcome]===undefined?m.outcome:piccolo_actioncontroller_v1_ActionOutcome.values[m.outcome]):m.outcome
  }
  if(m.message!=null&&Object.hasOwnProperty.call(m,"message")){
  d.message=m.message
  }
  if(m.wasRepeated!=null&&Object.hasOwnProperty.call(m,"wasRepeated")){
  d.wasRepeated=m.wasRepeated
  }
  return d
},
};

const piccolo_common_v1_ResourceId = {
  ctor: class ResourceId {},
  encode: function ResourceId$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.namespace!=null&&Object.hasOwnProperty.call(m,"namespace"))
  w.uint32(10).string(m.namespace)
  if(m.name!=null&&Object.hasOwnProperty.call(m,"name"))
  w.uint32(18).string(m.name)
  return w
},
  decode: function ResourceId$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.namespace=r.string()
  break
  }
  case 2: {
  m.name=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ResourceId$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.common.v1.ResourceId: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.namespace!=null){
  m.namespace=String(d.namespace)
  }
  if(d.name!=null){
  m.name=String(d.name)
  }
  return m
},
  toObject: function ResourceId$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.namespace=""
  d.name=""
  }
  if(m.namespace!=null&&Object.hasOwnProperty.call(m,"namespace")){
  d.namespace=m.namespace
  }
  if(m.name!=null&&Object.hasOwnProperty.call(m,"name")){
  d.name=m.name
  }
  return d
},
};

const piccolo_common_v1_ServiceDependency = {
  ctor: class ServiceDependency {},
  encode: function ServiceDependency$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.resourceId!=null&&Object.hasOwnProperty.call(m,"resourceId"))
  piccolo_common_v1_ResourceId.encode(m.resourceId,w.uint32(10).fork(),q+1).ldelim()
  if(m.condition!=null&&Object.hasOwnProperty.call(m,"condition"))
  w.uint32(16).int32(m.condition)
  return w
},
  decode: function ServiceDependency$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.resourceId=piccolo_common_v1_ResourceId.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  m.condition=r.int32()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ServiceDependency$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.common.v1.ServiceDependency: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.resourceId!=null){
  if(!util.isObject(d.resourceId))
  throw TypeError(".piccolo.common.v1.ServiceDependency.resourceId: object expected")
  m.resourceId=piccolo_common_v1_ResourceId.fromObject(d.resourceId,n+1)
  }
  switch(d.condition){
  default:
  if(typeof(d.condition)==="number"){m.condition=d.condition;break}
  break
  case"DEPENDENCY_CONDITION_UNSPECIFIED":
  case 0:
  m.condition=0
  break
  case"DEPENDENCY_CONDITION_RUNNING":
  case 1:
  m.condition=1
  break
  case"DEPENDENCY_CONDITION_STARTED":
  case 2:
  m.condition=2
  break
  case"DEPENDENCY_CONDITION_COMPLETED":
  case 3:
  m.condition=3
  break
  }
  return m
},
  toObject: function ServiceDependency$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.resourceId=null
  d.condition=o.enums===String?"DEPENDENCY_CONDITION_UNSPECIFIED":0
  }
  if(m.resourceId!=null&&Object.hasOwnProperty.call(m,"resourceId")){
  d.resourceId=piccolo_common_v1_ResourceId.toObject(m.resourceId,o,q+1)
  }
  if(m.condition!=null&&Object.hasOwnProperty.call(m,"condition")){
  d.condition=o.enums===String?(piccolo_common_v1_DependencyCondition.values[m.condition]===undefined?m.condition:piccolo_common_v1_DependencyCondition.values[m.condition]):m.condition
  }
  return d
},
};

const piccolo_common_v1_ResourceRequirements = {
  ctor: class ResourceRequirements {},
  encode: function ResourceRequirements$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.cpuMillis!=null&&Object.hasOwnProperty.call(m,"cpuMillis"))
  w.uint32(8).uint32(m.cpuMillis)
  if(m.memoryBytes!=null&&Object.hasOwnProperty.call(m,"memoryBytes"))
  w.uint32(16).uint64(m.memoryBytes)
  return w
},
  decode: function ResourceRequirements$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.cpuMillis=r.uint32()
  break
  }
  case 2: {
  m.memoryBytes=r.uint64()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ResourceRequirements$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.common.v1.ResourceRequirements: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.cpuMillis!=null){
  m.cpuMillis=d.cpuMillis>>>0
  }
  if(d.memoryBytes!=null){
  if(util.Long)
  m.memoryBytes=util.Long.fromValue(d.memoryBytes,true)
  else if(typeof d.memoryBytes==="string")
  m.memoryBytes=parseInt(d.memoryBytes,10)
  else if(typeof d.memoryBytes==="number")
  m.memoryBytes=d.memoryBytes
  else if(typeof d.memoryBytes==="object")
  m.memoryBytes=new util.LongBits(d.memoryBytes.low>>>0,d.memoryBytes.high>>>0).toNumber(true)
  }
  return m
},
  toObject: function ResourceRequirements$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.cpuMillis=0
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.memoryBytes=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.memoryBytes=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  }
  if(m.cpuMillis!=null&&Object.hasOwnProperty.call(m,"cpuMillis")){
  d.cpuMillis=m.cpuMillis
  }
  if(m.memoryBytes!=null&&Object.hasOwnProperty.call(m,"memoryBytes")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.memoryBytes=typeof m.memoryBytes==="number"?BigInt(m.memoryBytes):util.Long.fromBits(m.memoryBytes.low>>>0,m.memoryBytes.high>>>0,true).toBigInt()
  else if(typeof m.memoryBytes==="number")
  d.memoryBytes=o.longs===String?String(m.memoryBytes):m.memoryBytes
  else
  d.memoryBytes=o.longs===String?util.Long.prototype.toString.call(m.memoryBytes):o.longs===Number?new util.LongBits(m.memoryBytes.low>>>0,m.memoryBytes.high>>>0).toNumber(true):m.memoryBytes
  }
  return d
},
};

const piccolo_common_v1_PhaseTimeouts = {
  ctor: class PhaseTimeouts {},
  encode: function PhaseTimeouts$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.pendingMs!=null&&Object.hasOwnProperty.call(m,"pendingMs"))
  w.uint32(8).uint32(m.pendingMs)
  if(m.initializingMs!=null&&Object.hasOwnProperty.call(m,"initializingMs"))
  w.uint32(16).uint32(m.initializingMs)
  if(m.terminatingMs!=null&&Object.hasOwnProperty.call(m,"terminatingMs"))
  w.uint32(24).uint32(m.terminatingMs)
  return w
},
  decode: function PhaseTimeouts$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.pendingMs=r.uint32()
  break
  }
  case 2: {
  m.initializingMs=r.uint32()
  break
  }
  case 3: {
  m.terminatingMs=r.uint32()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function PhaseTimeouts$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.common.v1.PhaseTimeouts: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.pendingMs!=null){
  m.pendingMs=d.pendingMs>>>0
  }
  if(d.initializingMs!=null){
  m.initializingMs=d.initializingMs>>>0
  }
  if(d.terminatingMs!=null){
  m.terminatingMs=d.terminatingMs>>>0
  }
  return m
},
  toObject: function PhaseTimeouts$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.pendingMs=0
  d.initializingMs=0
  d.terminatingMs=0
  }
  if(m.pendingMs!=null&&Object.hasOwnProperty.call(m,"pendingMs")){
  d.pendingMs=m.pendingMs
  }
  if(m.initializingMs!=null&&Object.hasOwnProperty.call(m,"initializingMs")){
  d.initializingMs=m.initializingMs
  }
  if(m.terminatingMs!=null&&Object.hasOwnProperty.call(m,"terminatingMs")){
  d.terminatingMs=m.terminatingMs
  }
  return d
},
};

const piccolo_common_v1_RecoveryStrategy = {
  ctor: class RecoveryStrategy {},
  encode: function RecoveryStrategy$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.issueType!=null&&Object.hasOwnProperty.call(m,"issueType"))
  w.uint32(8).int32(m.issueType)
  if(m.maxRetryCount!=null&&Object.hasOwnProperty.call(m,"maxRetryCount"))
  w.uint32(16).uint32(m.maxRetryCount)
  if(m.backoffDelayMs!=null&&Object.hasOwnProperty.call(m,"backoffDelayMs"))
  w.uint32(24).uint32(m.backoffDelayMs)
  if(m.escalationThreshold!=null&&Object.hasOwnProperty.call(m,"escalationThreshold"))
  w.uint32(32).uint32(m.escalationThreshold)
  if(m.actions!=null&&m.actions.length){
  w.uint32(42).fork()
  for(var i=0;i<m.actions.length;++i)
  w.int32(m.actions[i])
  w.ldelim()
  }
  return w
},
  decode: function RecoveryStrategy$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.issueType=r.int32()
  break
  }
  case 2: {
  m.maxRetryCount=r.uint32()
  break
  }
  case 3: {
  m.backoffDelayMs=r.uint32()
  break
  }
  case 4: {
  m.escalationThreshold=r.uint32()
  break
  }
  case 5: {
  if(!(m.actions&&m.actions.length))
  m.actions=[]
  if((t&7)===2){
  var c2=r.uint32()+r.pos
  if(c2>r.len)
  throw RangeError("index out of range")
  r.len=c2
  while(r.pos<c2)
  m.actions.push(r.int32())
  if(r.pos!==c2)
  throw RangeError("index out of range")
  r.len=c
  }else
  m.actions.push(r.int32())
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function RecoveryStrategy$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.common.v1.RecoveryStrategy: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  switch(d.issueType){
  default:
  if(typeof(d.issueType)==="number"){m.issueType=d.issueType;break}
  break
  case"ISSUE_TYPE_UNSPECIFIED":
  case 0:
  m.issueType=0
  break
  case"ISSUE_TYPE_CRASH":
  case 1:
  m.issueType=1
  break
  case"ISSUE_TYPE_CRASH_LOOP":
  case 2:
  m.issueType=2
  break
  case"ISSUE_TYPE_UNRESPONSIVE":
  case 3:
  m.issueType=3
  break
  case"ISSUE_TYPE_START_FAILURE":
  case 4:
  m.issueType=4
  break
  case"ISSUE_TYPE_STUCK_TRANSITION":
  case 5:
  m.issueType=5
  break
  case"ISSUE_TYPE_CONFIG_INVALID":
  case 6:
  m.issueType=6
  break
  case"ISSUE_TYPE_VERSION_FAULT":
  case 7:
  m.issueType=7
  break
  case"ISSUE_TYPE_RESOURCE_EXHAUSTED":
  case 8:
  m.issueType=8
  break
  case"ISSUE_TYPE_NODE_LOST":
  case 9:
  m.issueType=9
  break
  case"ISSUE_TYPE_DEPENDENCY_FAILED":
  case 10:
  m.issueType=10
  break
  case"ISSUE_TYPE_FLAPPING":
  case 11:
  m.issueType=11
  break
  case"ISSUE_TYPE_UNKNOWN":
  case 12:
  m.issueType=12
  break
  }
  if(d.maxRetryCount!=null){
  m.maxRetryCount=d.maxRetryCount>>>0
  }
  if(d.backoffDelayMs!=null){
  m.backoffDelayMs=d.backoffDelayMs>>>0
  }
  if(d.escalationThreshold!=null){
  m.escalationThreshold=d.escalationThreshold>>>0
  }
  if(d.actions){
  if(!Array.isArray(d.actions))
  throw TypeError(".piccolo.common.v1.RecoveryStrategy.actions: array expected")
  m.actions=[]
  for(var i=0;i<d.actions.length;++i){
  switch(d.actions[i]){
  default:
  if(typeof(d.actions[i])==="number"){m.actions[i]=d.actions[i];break}
  case"RECOVERY_ACTION_UNSPECIFIED":
  case 0:
  m.actions[i]=0
  break
  case"RECOVERY_ACTION_RESTART":
  case 1:
  m.actions[i]=1
  break
  case"RECOVERY_ACTION_RECREATE":
  case 2:
  m.actions[i]=2
  break
  case"RECOVERY_ACTION_RELOCATE":
  case 3:
  m.actions[i]=3
  break
  case"RECOVERY_ACTION_ROLLBACK_VERSION":
  case 4:
  m.actions[i]=4
  break
  case"RECOVERY_ACTION_RESET_CONFIG":
  case 5:
  m.actions[i]=5
  break
  case"RECOVERY_ACTION_NOTIFY":
  case 6:
  m.actions[i]=6
  break
  case"RECOVERY_ACTION_ISOLATE":
  case 7:
  m.actions[i]=7
  break
  }
  }
  }
  return m
},
  toObject: function RecoveryStrategy$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.actions=[]
  }
  if(o.defaults){
  d.issueType=o.enums===String?"ISSUE_TYPE_UNSPECIFIED":0
  d.maxRetryCount=0
  d.backoffDelayMs=0
  d.escalationThreshold=0
  }
  if(m.issueType!=null&&Object.hasOwnProperty.call(m,"issueType")){
  d.issueType=o.enums===String?(piccolo_common_v1_IssueType.values[m.issueType]===undefined?m.issueType:piccolo_common_v1_IssueType.values[m.issueType]):m.issueType
  }
  if(m.maxRetryCount!=null&&Object.hasOwnProperty.call(m,"maxRetryCount")){
  d.maxRetryCount=m.maxRetryCount
  }
  if(m.backoffDelayMs!=null&&Object.hasOwnProperty.call(m,"backoffDelayMs")){
  d.backoffDelayMs=m.backoffDelayMs
  }
  if(m.escalationThreshold!=null&&Object.hasOwnProperty.call(m,"escalationThreshold")){
  d.escalationThreshold=m.escalationThreshold
  }
  if(m.actions&&m.actions.length){
  d.actions=[]
  for(var j=0;j<m.actions.length;++j){
  d.actions[j]=o.enums===String?(piccolo_common_v1_RecoveryAction.values[m.actions[j]]===undefined?m.actions[j]:piccolo_common_v1_RecoveryAction.values[m.actions[j]]):m.actions[j]
  }
  }
  return d
},
};

const piccolo_common_v1_ServiceSpec = {
  ctor: class ServiceSpec {},
  encode: function ServiceSpec$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.replicas!=null&&Object.hasOwnProperty.call(m,"replicas"))
  w.uint32(8).uint32(m.replicas)
  if(m.version!=null&&Object.hasOwnProperty.call(m,"version"))
  w.uint32(18).string(m.version)
  if(m.resources!=null&&Object.hasOwnProperty.call(m,"resources"))
  piccolo_common_v1_ResourceRequirements.encode(m.resources,w.uint32(26).fork(),q+1).ldelim()
  if(m.config!=null&&Object.hasOwnProperty.call(m,"config")){
  for(var ks=Object.keys(m.config),i=0;i<ks.length;++i){
  w.uint32(34).fork().uint32(10).string(ks[i])
  .uint32(18).string(m.config[ks[i]]).ldelim()
  }
  }
  if(m.dependencies!=null&&m.dependencies.length){
  for(var i=0;i<m.dependencies.length;++i)
  piccolo_common_v1_ServiceDependency.encode(m.dependencies[i],w.uint32(42).fork(),q+1).ldelim()
  }
  if(m.state!=null&&Object.hasOwnProperty.call(m,"state"))
  w.uint32(48).int32(m.state)
  if(m.criticality!=null&&Object.hasOwnProperty.call(m,"criticality"))
  w.uint32(56).int32(m.criticality)
  if(m.nodes!=null&&m.nodes.length){
  for(var i=0;i<m.nodes.length;++i)
  w.uint32(66).string(m.nodes[i])
  }
  if(m.timeouts!=null&&Object.hasOwnProperty.call(m,"timeouts"))
  piccolo_common_v1_PhaseTimeouts.encode(m.timeouts,w.uint32(74).fork(),q+1).ldelim()
  if(m.recovery!=null&&m.recovery.length){
  for(var i=0;i<m.recovery.length;++i)
  piccolo_common_v1_RecoveryStrategy.encode(m.recovery[i],w.uint32(82).fork(),q+1).ldelim()
  }
  if(m.recoveryDeadline!=null&&Object.hasOwnProperty.call(m,"recoveryDeadline"))
  piccolo_common_v1_RecoveryDeadline.encode(m.recoveryDeadline,w.uint32(90).fork(),q+1).ldelim()
  return w
},
  decode: function ServiceSpec$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m,k,value
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.replicas=r.uint32()
  break
  }
  case 2: {
  m.version=r.string()
  break
  }
  case 3: {
  m.resources=piccolo_common_v1_ResourceRequirements.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 4: {
  if(m.config===util.emptyObject)
  m.config={}
  var c2=r.uint32()+r.pos
  if(c2>r.len)
  throw RangeError("index out of range")
  r.len=c2
  k=""
  value=""
  while(r.pos<c2){
  var tag2=r.uint32()
  switch(tag2>>>3){
  case 1: k=r.string(); break
  case 2:
  value=r.string()
  break
  default:
  r.skipType(tag2&7,n)
  break
  }
  }
  if(r.pos!==c2)
  throw RangeError("index out of range")
  r.len=c
  if(k==="__proto__")
  util.makeProp(m.config,k)
  m.config[k]=value
  break
  }
  case 5: {
  if(!(m.dependencies&&m.dependencies.length))
  m.dependencies=[]
  m.dependencies.push(piccolo_common_v1_ServiceDependency.decode(r,r.uint32(),undefined,n+1))
  break
  }
  case 6: {
  m.state=r.int32()
  break
  }
  case 7: {
  m.criticality=r.int32()
  break
  }
  case 8: {
  if(!(m.nodes&&m.nodes.length))
  m.nodes=[]
  m.nodes.push(r.string())
  break
  }
  case 9: {
  m.timeouts=piccolo_common_v1_PhaseTimeouts.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 10: {
  if(!(m.recovery&&m.recovery.length))
  m.recovery=[]
  m.recovery.push(piccolo_common_v1_RecoveryStrategy.decode(r,r.uint32(),undefined,n+1))
  break
  }
  case 11: {
  m.recoveryDeadline=piccolo_common_v1_RecoveryDeadline.decode(r,r.uint32(),undefined,n+1)
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ServiceSpec$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.common.v1.ServiceSpec: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.replicas!=null){
  m.replicas=d.replicas>>>0
  }
  if(d.version!=null){
  m.version=String(d.version)
  }
  if(d.resources!=null){
  if(!util.isObject(d.resources))
  throw TypeError(".piccolo.common.v1.ServiceSpec.resources: object expected")
  m.resources=piccolo_common_v1_ResourceRequirements.fromObject(d.resources,n+1)
  }
  if(d.config){
  if(!util.isObject(d.config))
  throw TypeError(".piccolo.common.v1.ServiceSpec.config: object expected")
  m.config={}
  for(var ks=Object.keys(d.config),i=0;i<ks.length;++i){
  if(ks[i]==="__proto__")
  util.makeProp(m.config,ks[i])
  m.config[ks[i]]=String(d.config[ks[i]])
  }
  }
  if(d.dependencies){
  if(!Array.isArray(d.dependencies))
  throw TypeError(".piccolo.common.v1.ServiceSpec.dependencies: array expected")
  m.dependencies=[]
  for(var i=0;i<d.dependencies.length;++i){
  if(!util.isObject(d.dependencies[i]))
  throw TypeError(".piccolo.common.v1.ServiceSpec.dependencies: object expected")
  m.dependencies[i]=piccolo_common_v1_ServiceDependency.fromObject(d.dependencies[i],n+1)
  }
  }
  switch(d.state){
  default:
  if(typeof(d.state)==="number"){m.state=d.state;break}
  break
  case"SERVICE_STATE_TYPE_UNSPECIFIED":
  case 0:
  m.state=0
  break
  case"SERVICE_STATE_TYPE_PENDING":
  case 1:
  m.state=1
  break
  case"SERVICE_STATE_TYPE_INITIALIZING":
  case 2:
  m.state=2
  break
  case"SERVICE_STATE_TYPE_RUNNING":
  case 3:
  m.state=3
  break
  case"SERVICE_STATE_TYPE_DEGRADED":
  case 4:
  m.state=4
  break
  case"SERVICE_STATE_TYPE_TERMINATING":
  case 5:
  m.state=5
  break
  case"SERVICE_STATE_TYPE_FAILED":
  case 6:
  m.state=6
  break
  }
  switch(d.criticality){
  default:
  if(typeof(d.criticality)==="number"){m.criticality=d.criticality;break}
  break
  case"CRITICALITY_UNSPECIFIED":
  case 0:
  m.criticality=0
  break
  case"CRITICALITY_QM":
  case 1:
  m.criticality=1
  break
  case"CRITICALITY_A":
  case 2:
  m.criticality=2
  break
  case"CRITICALITY_B":
  case 3:
  m.criticality=3
  break
  case"CRITICALITY_C":
  case 4:
  m.criticality=4
  break
  case"CRITICALITY_D":
  case 5:
  m.criticality=5
  break
  }
  if(d.nodes){
  if(!Array.isArray(d.nodes))
  throw TypeError(".piccolo.common.v1.ServiceSpec.nodes: array expected")
  m.nodes=[]
  for(var i=0;i<d.nodes.length;++i){
  m.nodes[i]=String(d.nodes[i])
  }
  }
  if(d.timeouts!=null){
  if(!util.isObject(d.timeouts))
  throw TypeError(".piccolo.common.v1.ServiceSpec.timeouts: object expected")
  m.timeouts=piccolo_common_v1_PhaseTimeouts.fromObject(d.timeouts,n+1)
  }
  if(d.recovery){
  if(!Array.isArray(d.recovery))
  throw TypeError(".piccolo.common.v1.ServiceSpec.recovery: array expected")
  m.recovery=[]
  for(var i=0;i<d.recovery.length;++i){
  if(!util.isObject(d.recovery[i]))
  throw TypeError(".piccolo.common.v1.ServiceSpec.recovery: object expected")
  m.recovery[i]=piccolo_common_v1_RecoveryStrategy.fromObject(d.recovery[i],n+1)
  }
  }
  if(d.recoveryDeadline!=null){
  if(!util.isObject(d.recoveryDeadline))
  throw TypeError(".piccolo.common.v1.ServiceSpec.recoveryDeadline: object expected")
  m.recoveryDeadline=piccolo_common_v1_RecoveryDeadline.fromObject(d.recoveryDeadline,n+1)
  }
  return m
},
  toObject: function ServiceSpec$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.dependencies=[]
  d.nodes=[]
  d.recovery=[]
  }
  if(o.objects||o.defaults){
  d.config={}
  }
  if(o.defaults){
  d.replicas=0
  d.version=""
  d.resources=null
  d.state=o.enums===String?"SERVICE_STATE_TYPE_UNSPECIFIED":0
  d.criticality=o.enums===String?"CRITICALITY_UNSPECIFIED":0
  d.timeouts=null
  d.recoveryDeadline=null
  }
  if(m.replicas!=null&&Object.hasOwnProperty.call(m,"replicas")){
  d.replicas=m.replicas
  }
  if(m.version!=null&&Object.hasOwnProperty.call(m,"version")){
  d.version=m.version
  }
  if(m.resources!=null&&Object.hasOwnProperty.call(m,"resources")){
  d.resources=piccolo_common_v1_ResourceRequirements.toObject(m.resources,o,q+1)
  }
  var ks2
  if(m.config&&(ks2=Object.keys(m.config)).length){
  d.config={}
  for(var j=0;j<ks2.length;++j){
  if(ks2[j]==="__proto__")
  util.makeProp(d.config,ks2[j])
  d.config[ks2[j]]=m.config[ks2[j]]
  }
  }
  if(m.dependencies&&m.dependencies.length){
  d.dependencies=[]
  for(var j=0;j<m.dependencies.length;++j){
  d.dependencies[j]=piccolo_common_v1_ServiceDependency.toObject(m.dependencies[j],o,q+1)
  }
  }
  if(m.state!=null&&Object.hasOwnProperty.call(m,"state")){
  d.state=o.enums===String?(piccolo_common_v1_ServiceStateType.values[m.state]===undefined?m.state:piccolo_common_v1_ServiceStateType.values[m.state]):m.state
  }
  if(m.criticality!=null&&Object.hasOwnProperty.call(m,"criticality")){
  d.criticality=o.enums===String?(piccolo_common_v1_Criticality.values[m.criticality]===undefined?m.criticality:piccolo_common_v1_Criticality.values[m.criticality]):m.criticality
  }
  if(m.nodes&&m.nodes.length){
  d.nodes=[]
  for(var j=0;j<m.nodes.length;++j){
  d.nodes[j]=m.nodes[j]
  }
  }
  if(m.timeouts!=null&&Object.hasOwnProperty.call(m,"timeouts")){
  d.timeouts=piccolo_common_v1_PhaseTimeouts.toObject(m.timeouts,o,q+1)
  }
  if(m.recovery&&m.recovery.length){
  d.recovery=[]
  for(var j=0;j<m.recovery.length;++j){
  d.recovery[j]=piccolo_common_v1_RecoveryStrategy.toObject(m.recovery[j],o,q+1)
  }
  }
  if(m.recoveryDeadline!=null&&Object.hasOwnProperty.call(m,"recoveryDeadline")){
  d.recoveryDeadline=piccolo_common_v1_RecoveryDeadline.toObject(m.recoveryDeadline,o,q+1)
  }
  return d
},
};
piccolo_common_v1_ServiceSpec.ctor.prototype.config = util.emptyObject;

const piccolo_common_v1_RecoveryDeadline = {
  ctor: class RecoveryDeadline {},
  encode: function RecoveryDeadline$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.afterMs!=null&&Object.hasOwnProperty.call(m,"afterMs"))
  w.uint32(8).uint32(m.afterMs)
  if(m.fallback!=null&&Object.hasOwnProperty.call(m,"fallback"))
  w.uint32(16).int32(m.fallback)
  return w
},
  decode: function RecoveryDeadline$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.afterMs=r.uint32()
  break
  }
  case 2: {
  m.fallback=r.int32()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function RecoveryDeadline$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.common.v1.RecoveryDeadline: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.afterMs!=null){
  m.afterMs=d.afterMs>>>0
  }
  switch(d.fallback){
  default:
  if(typeof(d.fallback)==="number"){m.fallback=d.fallback;break}
  break
  case"FALLBACK_UNSPECIFIED":
  case 0:
  m.fallback=0
  break
  case"FALLBACK_ISOLATE":
  case 1:
  m.fallback=1
  break
  case"FALLBACK_TERMINATE":
  case 2:
  m.fallback=2
  break
  case"FALLBACK_KEEP_DEGRADED":
  case 3:
  m.fallback=3
  break
  }
  return m
},
  toObject: function RecoveryDeadline$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.afterMs=0
  d.fallback=o.enums===String?"FALLBACK_UNSPECIFIED":0
  }
  if(m.afterMs!=null&&Object.hasOwnProperty.call(m,"afterMs")){
  d.afterMs=m.afterMs
  }
  if(m.fallback!=null&&Object.hasOwnProperty.call(m,"fallback")){
  d.fallback=o.enums===String?(piccolo_common_v1_Fallback.values[m.fallback]===undefined?m.fallback:piccolo_common_v1_Fallback.values[m.fallback]):m.fallback
  }
  return d
},
};

const piccolo_common_v1_ServiceCondition = {
  ctor: class ServiceCondition {},
  encode: function ServiceCondition$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.type!=null&&Object.hasOwnProperty.call(m,"type"))
  w.uint32(8).int32(m.type)
  if(m.status!=null&&Object.hasOwnProperty.call(m,"status"))
  w.uint32(16).int32(m.status)
  if(m.reason!=null&&Object.hasOwnProperty.call(m,"reason"))
  w.uint32(26).string(m.reason)
  if(m.message!=null&&Object.hasOwnProperty.call(m,"message"))
  w.uint32(34).string(m.message)
  if(m.lastTransitionTimeMs!=null&&Object.hasOwnProperty.call(m,"lastTransitionTimeMs"))
  w.uint32(40).int64(m.lastTransitionTimeMs)
  return w
},
  decode: function ServiceCondition$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.type=r.int32()
  break
  }
  case 2: {
  m.status=r.int32()
  break
  }
  case 3: {
  m.reason=r.string()
  break
  }
  case 4: {
  m.message=r.string()
  break
  }
  case 5: {
  m.lastTransitionTimeMs=r.int64()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ServiceCondition$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.common.v1.ServiceCondition: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  switch(d.type){
  default:
  if(typeof(d.type)==="number"){m.type=d.type;break}
  break
  case"CONDITION_TYPE_UNSPECIFIED":
  case 0:
  m.type=0
  break
  case"CONDITION_TYPE_AVAILABLE":
  case 1:
  m.type=1
  break
  case"CONDITION_TYPE_PROGRESSING":
  case 2:
  m.type=2
  break
  case"CONDITION_TYPE_REACHABLE":
  case 3:
  m.type=3
  break
  case"CONDITION_TYPE_STABLE":
  case 4:
  m.type=4
  break
  case"CONDITION_TYPE_ISOLATED":
  case 5:
  m.type=5
  break
  case"CONDITION_TYPE_ACCEPTED":
  case 6:
  m.type=6
  break
  }
  switch(d.status){
  default:
  if(typeof(d.status)==="number"){m.status=d.status;break}
  break
  case"CONDITION_STATUS_UNSPECIFIED":
  case 0:
  m.status=0
  break
  case"CONDITION_STATUS_TRUE":
  case 1:
  m.status=1
  break
  case"CONDITION_STATUS_FALSE":
  case 2:
  m.status=2
  break
  case"CONDITION_STATUS_UNKNOWN":
  case 3:
  m.status=3
  break
  }
  if(d.reason!=null){
  m.reason=String(d.reason)
  }
  if(d.message!=null){
  m.message=String(d.message)
  }
  if(d.lastTransitionTimeMs!=null){
  if(util.Long)
  m.lastTransitionTimeMs=util.Long.fromValue(d.lastTransitionTimeMs,false)
  else if(typeof d.lastTransitionTimeMs==="string")
  m.lastTransitionTimeMs=parseInt(d.lastTransitionTimeMs,10)
  else if(typeof d.lastTransitionTimeMs==="number")
  m.lastTransitionTimeMs=d.lastTransitionTimeMs
  else if(typeof d.lastTransitionTimeMs==="object")
  m.lastTransitionTimeMs=new util.LongBits(d.lastTransitionTimeMs.low>>>0,d.lastTransitionTimeMs.high>>>0).toNumber()
  }
  return m
},
  toObject: function ServiceCondition$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.type=o.enums===String?"CONDITION_TYPE_UNSPECIFIED":0
  d.status=o.enums===String?"CONDITION_STATUS_UNSPECIFIED":0
  d.reason=""
  d.message=""
  if(util.Long){
  var n=new util.Long(0,0,false)
  d.lastTransitionTimeMs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.lastTransitionTimeMs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  }
  if(m.type!=null&&Object.hasOwnProperty.call(m,"type")){
  d.type=o.enums===String?(piccolo_common_v1_ConditionType.values[m.type]===undefined?m.type:piccolo_common_v1_ConditionType.values[m.type]):m.type
  }
  if(m.status!=null&&Object.hasOwnProperty.call(m,"status")){
  d.status=o.enums===String?(piccolo_common_v1_ConditionStatus.values[m.status]===undefined?m.status:piccolo_common_v1_ConditionStatus.values[m.status]):m.status
  }
  if(m.reason!=null&&Object.hasOwnProperty.call(m,"reason")){
  d.reason=m.reason
  }
  if(m.message!=null&&Object.hasOwnProperty.call(m,"message")){
  d.message=m.message
  }
  if(m.lastTransitionTimeMs!=null&&Object.hasOwnProperty.call(m,"lastTransitionTimeMs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.lastTransitionTimeMs=typeof m.lastTransitionTimeMs==="number"?BigInt(m.lastTransitionTimeMs):util.Long.fromBits(m.lastTransitionTimeMs.low>>>0,m.lastTransitionTimeMs.high>>>0,false).toBigInt()
  else if(typeof m.lastTransitionTimeMs==="number")
  d.lastTransitionTimeMs=o.longs===String?String(m.lastTransitionTimeMs):m.lastTransitionTimeMs
  else
  d.lastTransitionTimeMs=o.longs===String?util.Long.prototype.toString.call(m.lastTransitionTimeMs):o.longs===Number?new util.LongBits(m.lastTransitionTimeMs.low>>>0,m.lastTransitionTimeMs.high>>>0).toNumber():m.lastTransitionTimeMs
  }
  return d
},
};

const piccolo_common_v1_ServiceStatus = {
  ctor: class ServiceStatus {},
  encode: function ServiceStatus$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.observedGeneration!=null&&Object.hasOwnProperty.call(m,"observedGeneration"))
  w.uint32(8).uint64(m.observedGeneration)
  if(m.replicas!=null&&Object.hasOwnProperty.call(m,"replicas"))
  w.uint32(16).uint32(m.replicas)
  if(m.availableReplicas!=null&&Object.hasOwnProperty.call(m,"availableReplicas"))
  w.uint32(24).uint32(m.availableReplicas)
  if(m.conditions!=null&&m.conditions.length){
  for(var i=0;i<m.conditions.length;++i)
  piccolo_common_v1_ServiceCondition.encode(m.conditions[i],w.uint32(34).fork(),q+1).ldelim()
  }
  if(m.state!=null&&Object.hasOwnProperty.call(m,"state"))
  w.uint32(40).int32(m.state)
  if(m.lastReconcileTimeMs!=null&&Object.hasOwnProperty.call(m,"lastReconcileTimeMs"))
  w.uint32(48).int64(m.lastReconcileTimeMs)
  if(m.node!=null&&Object.hasOwnProperty.call(m,"node"))
  w.uint32(58).string(m.node)
  if(m.effectiveVersion!=null&&Object.hasOwnProperty.call(m,"effectiveVersion"))
  w.uint32(66).string(m.effectiveVersion)
  if(m.overrideReason!=null&&Object.hasOwnProperty.call(m,"overrideReason"))
  w.uint32(74).string(m.overrideReason)
  if(m.restarts!=null&&Object.hasOwnProperty.call(m,"restarts"))
  w.uint32(80).uint32(m.restarts)
  if(m.lastReason!=null&&Object.hasOwnProperty.call(m,"lastReason"))
  w.uint32(90).string(m.lastReason)
  if(m.stateSinceMs!=null&&Object.hasOwnProperty.call(m,"stateSinceMs"))
  w.uint32(96).int64(m.stateSinceMs)
  if(m.faults!=null&&m.faults.length){
  for(var i=0;i<m.faults.length;++i)
  piccolo_common_v1_ServiceFault.encode(m.faults[i],w.uint32(106).fork(),q+1).ldelim()
  }
  if(m.flapScore!=null&&Object.hasOwnProperty.call(m,"flapScore"))
  w.uint32(113).double(m.flapScore)
  if(m.isolation!=null&&Object.hasOwnProperty.call(m,"isolation"))
  piccolo_common_v1_Isolation.encode(m.isolation,w.uint32(122).fork(),q+1).ldelim()
  return w
},
  decode: function ServiceStatus$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.observedGeneration=r.uint64()
  break
  }
  case 2: {
  m.replicas=r.uint32()
  break
  }
  case 3: {
  m.availableReplicas=r.uint32()
  break
  }
  case 4: {
  if(!(m.conditions&&m.conditions.length))
  m.conditions=[]
  m.conditions.push(piccolo_common_v1_ServiceCondition.decode(r,r.uint32(),undefined,n+1))
  break
  }
  case 5: {
  m.state=r.int32()
  break
  }
  case 6: {
  m.lastReconcileTimeMs=r.int64()
  break
  }
  case 7: {
  m.node=r.string()
  break
  }
  case 8: {
  m.effectiveVersion=r.string()
  break
  }
  case 9: {
  m.overrideReason=r.string()
  break
  }
  case 10: {
  m.restarts=r.uint32()
  break
  }
  case 11: {
  m.lastReason=r.string()
  break
  }
  case 12: {
  m.stateSinceMs=r.int64()
  break
  }
  case 13: {
  if(!(m.faults&&m.faults.length))
  m.faults=[]
  m.faults.push(piccolo_common_v1_ServiceFault.decode(r,r.uint32(),undefined,n+1))
  break
  }
  case 14: {
  m.flapScore=r.double()
  break
  }
  case 15: {
  m.isolation=piccolo_common_v1_Isolation.decode(r,r.uint32(),undefined,n+1)
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ServiceStatus$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.common.v1.ServiceStatus: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.observedGeneration!=null){
  if(util.Long)
  m.observedGeneration=util.Long.fromValue(d.observedGeneration,true)
  else if(typeof d.observedGeneration==="string")
  m.observedGeneration=parseInt(d.observedGeneration,10)
  else if(typeof d.observedGeneration==="number")
  m.observedGeneration=d.observedGeneration
  else if(typeof d.observedGeneration==="object")
  m.observedGeneration=new util.LongBits(d.observedGeneration.low>>>0,d.observedGeneration.high>>>0).toNumber(true)
  }
  if(d.replicas!=null){
  m.replicas=d.replicas>>>0
  }
  if(d.availableReplicas!=null){
  m.availableReplicas=d.availableReplicas>>>0
  }
  if(d.conditions){
  if(!Array.isArray(d.conditions))
  throw TypeError(".piccolo.common.v1.ServiceStatus.conditions: array expected")
  m.conditions=[]
  for(var i=0;i<d.conditions.length;++i){
  if(!util.isObject(d.conditions[i]))
  throw TypeError(".piccolo.common.v1.ServiceStatus.conditions: object expected")
  m.conditions[i]=piccolo_common_v1_ServiceCondition.fromObject(d.conditions[i],n+1)
  }
  }
  switch(d.state){
  default:
  if(typeof(d.state)==="number"){m.state=d.state;break}
  break
  case"SERVICE_STATE_TYPE_UNSPECIFIED":
  case 0:
  m.state=0
  break
  case"SERVICE_STATE_TYPE_PENDING":
  case 1:
  m.state=1
  break
  case"SERVICE_STATE_TYPE_INITIALIZING":
  case 2:
  m.state=2
  break
  case"SERVICE_STATE_TYPE_RUNNING":
  case 3:
  m.state=3
  break
  case"SERVICE_STATE_TYPE_DEGRADED":
  case 4:
  m.state=4
  break
  case"SERVICE_STATE_TYPE_TERMINATING":
  case 5:
  m.state=5
  break
  case"SERVICE_STATE_TYPE_FAILED":
  case 6:
  m.state=6
  break
  }
  if(d.lastReconcileTimeMs!=null){
  if(util.Long)
  m.lastReconcileTimeMs=util.Long.fromValue(d.lastReconcileTimeMs,false)
  else if(typeof d.lastReconcileTimeMs==="string")
  m.lastReconcileTimeMs=parseInt(d.lastReconcileTimeMs,10)
  else if(typeof d.lastReconcileTimeMs==="number")
  m.lastReconcileTimeMs=d.lastReconcileTimeMs
  else if(typeof d.lastReconcileTimeMs==="object")
  m.lastReconcileTimeMs=new util.LongBits(d.lastReconcileTimeMs.low>>>0,d.lastReconcileTimeMs.high>>>0).toNumber()
  }
  if(d.node!=null){
  m.node=String(d.node)
  }
  if(d.effectiveVersion!=null){
  m.effectiveVersion=String(d.effectiveVersion)
  }
  if(d.overrideReason!=null){
  m.overrideReason=String(d.overrideReason)
  }
  if(d.restarts!=null){
  m.restarts=d.restarts>>>0
  }
  if(d.lastReason!=null){
  m.lastReason=String(d.lastReason)
  }
  if(d.stateSinceMs!=null){
  if(util.Long)
  m.stateSinceMs=util.Long.fromValue(d.stateSinceMs,false)
  else if(typeof d.stateSinceMs==="string")
  m.stateSinceMs=parseInt(d.stateSinceMs,10)
  else if(typeof d.stateSinceMs==="number")
  m.stateSinceMs=d.stateSinceMs
  else if(typeof d.stateSinceMs==="object")
  m.stateSinceMs=new util.LongBits(d.stateSinceMs.low>>>0,d.stateSinceMs.high>>>0).toNumber()
  }
  if(d.faults){
  if(!Array.isArray(d.faults))
  throw TypeError(".piccolo.common.v1.ServiceStatus.faults: array expected")
  m.faults=[]
  for(var i=0;i<d.faults.length;++i){
  if(!util.isObject(d.faults[i]))
  throw TypeError(".piccolo.common.v1.ServiceStatus.faults: object expected")
  m.faults[i]=piccolo_common_v1_ServiceFault.fromObject(d.faults[i],n+1)
  }
  }
  if(d.flapScore!=null){
  m.flapScore=Number(d.flapScore)
  }
  if(d.isolation!=null){
  if(!util.isObject(d.isolation))
  throw TypeError(".piccolo.common.v1.ServiceStatus.isolation: object expected")
  m.isolation=piccolo_common_v1_Isolation.fromObject(d.isolation,n+1)
  }
  return m
},
  toObject: function ServiceStatus$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.conditions=[]
  d.faults=[]
  }
  if(o.defaults){
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.observedGeneration=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.observedGeneration=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.replicas=0
  d.availableReplicas=0
  d.state=o.enums===String?"SERVICE_STATE_TYPE_UNSPECIFIED":0
  if(util.Long){
  var n=new util.Long(0,0,false)
  d.lastReconcileTimeMs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.lastReconcileTimeMs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.node=""
  d.effectiveVersion=""
  d.overrideReason=""
  d.restarts=0
  d.lastReason=""
  if(util.Long){
  var n=new util.Long(0,0,false)
  d.stateSinceMs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.stateSinceMs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.flapScore=0
  d.isolation=null
  }
  if(m.observedGeneration!=null&&Object.hasOwnProperty.call(m,"observedGeneration")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.observedGeneration=typeof m.observedGeneration==="number"?BigInt(m.observedGeneration):util.Long.fromBits(m.observedGeneration.low>>>0,m.observedGeneration.high>>>0,true).toBigInt()
  else if(typeof m.observedGeneration==="number")
  d.observedGeneration=o.longs===String?String(m.observedGeneration):m.observedGeneration
  else
  d.observedGeneration=o.longs===String?util.Long.prototype.toString.call(m.observedGeneration):o.longs===Number?new util.LongBits(m.observedGeneration.low>>>0,m.observedGeneration.high>>>0).toNumber(true):m.observedGeneration
  }
  if(m.replicas!=null&&Object.hasOwnProperty.call(m,"replicas")){
  d.replicas=m.replicas
  }
  if(m.availableReplicas!=null&&Object.hasOwnProperty.call(m,"availableReplicas")){
  d.availableReplicas=m.availableReplicas
  }
  if(m.conditions&&m.conditions.length){
  d.conditions=[]
  for(var j=0;j<m.conditions.length;++j){
  d.conditions[j]=piccolo_common_v1_ServiceCondition.toObject(m.conditions[j],o,q+1)
  }
  }
  if(m.state!=null&&Object.hasOwnProperty.call(m,"state")){
  d.state=o.enums===String?(piccolo_common_v1_ServiceStateType.values[m.state]===undefined?m.state:piccolo_common_v1_ServiceStateType.values[m.state]):m.state
  }
  if(m.lastReconcileTimeMs!=null&&Object.hasOwnProperty.call(m,"lastReconcileTimeMs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.lastReconcileTimeMs=typeof m.lastReconcileTimeMs==="number"?BigInt(m.lastReconcileTimeMs):util.Long.fromBits(m.lastReconcileTimeMs.low>>>0,m.lastReconcileTimeMs.high>>>0,false).toBigInt()
  else if(typeof m.lastReconcileTimeMs==="number")
  d.lastReconcileTimeMs=o.longs===String?String(m.lastReconcileTimeMs):m.lastReconcileTimeMs
  else
  d.lastReconcileTimeMs=o.longs===String?util.Long.prototype.toString.call(m.lastReconcileTimeMs):o.longs===Number?new util.LongBits(m.lastReconcileTimeMs.low>>>0,m.lastReconcileTimeMs.high>>>0).toNumber():m.lastReconcileTimeMs
  }
  if(m.node!=null&&Object.hasOwnProperty.call(m,"node")){
  d.node=m.node
  }
  if(m.effectiveVersion!=null&&Object.hasOwnProperty.call(m,"effectiveVersion")){
  d.effectiveVersion=m.effectiveVersion
  }
  if(m.overrideReason!=null&&Object.hasOwnProperty.call(m,"overrideReason")){
  d.overrideReason=m.overrideReason
  }
  if(m.restarts!=null&&Object.hasOwnProperty.call(m,"restarts")){
  d.restarts=m.restarts
  }
  if(m.lastReason!=null&&Object.hasOwnProperty.call(m,"lastReason")){
  d.lastReason=m.lastReason
  }
  if(m.stateSinceMs!=null&&Object.hasOwnProperty.call(m,"stateSinceMs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.stateSinceMs=typeof m.stateSinceMs==="number"?BigInt(m.stateSinceMs):util.Long.fromBits(m.stateSinceMs.low>>>0,m.stateSinceMs.high>>>0,false).toBigInt()
  else if(typeof m.stateSinceMs==="number")
  d.stateSinceMs=o.longs===String?String(m.stateSinceMs):m.stateSinceMs
  else
  d.stateSinceMs=o.longs===String?util.Long.prototype.toString.call(m.stateSinceMs):o.longs===Number?new util.LongBits(m.stateSinceMs.low>>>0,m.stateSinceMs.high>>>0).toNumber():m.stateSinceMs
  }
  if(m.faults&&m.faults.length){
  d.faults=[]
  for(var j=0;j<m.faults.length;++j){
  d.faults[j]=piccolo_common_v1_ServiceFault.toObject(m.faults[j],o,q+1)
  }
  }
  if(m.flapScore!=null&&Object.hasOwnProperty.call(m,"flapScore")){
  d.flapScore=o.json&&!isFinite(m.flapScore)?String(m.flapScore):m.flapScore
  }
  if(m.isolation!=null&&Object.hasOwnProperty.call(m,"isolation")){
  d.isolation=piccolo_common_v1_Isolation.toObject(m.isolation,o,q+1)
  }
  return d
},
};

const piccolo_common_v1_ServiceFault = {
  ctor: class ServiceFault {},
  encode: function ServiceFault$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.issueType!=null&&Object.hasOwnProperty.call(m,"issueType"))
  w.uint32(8).int32(m.issueType)
  if(m.occurrences!=null&&Object.hasOwnProperty.call(m,"occurrences"))
  w.uint32(16).uint32(m.occurrences)
  if(m.confirmed!=null&&Object.hasOwnProperty.call(m,"confirmed"))
  w.uint32(24).bool(m.confirmed)
  if(m.healthyCycles!=null&&Object.hasOwnProperty.call(m,"healthyCycles"))
  w.uint32(32).uint32(m.healthyCycles)
  if(m.firstSeenAtMs!=null&&Object.hasOwnProperty.call(m,"firstSeenAtMs"))
  w.uint32(40).int64(m.firstSeenAtMs)
  if(m.lastSeenAtMs!=null&&Object.hasOwnProperty.call(m,"lastSeenAtMs"))
  w.uint32(48).int64(m.lastSeenAtMs)
  if(m.evidence!=null&&Object.hasOwnProperty.call(m,"evidence"))
  w.uint32(58).string(m.evidence)
  return w
},
  decode: function ServiceFault$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.issueType=r.int32()
  break
  }
  case 2: {
  m.occurrences=r.uint32()
  break
  }
  case 3: {
  m.confirmed=r.bool()
  break
  }
  case 4: {
  m.healthyCycles=r.uint32()
  break
  }
  case 5: {
  m.firstSeenAtMs=r.int64()
  break
  }
  case 6: {
  m.lastSeenAtMs=r.int64()
  break
  }
  case 7: {
  m.evidence=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ServiceFault$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.common.v1.ServiceFault: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  switch(d.issueType){
  default:
  if(typeof(d.issueType)==="number"){m.issueType=d.issueType;break}
  break
  case"ISSUE_TYPE_UNSPECIFIED":
  case 0:
  m.issueType=0
  break
  case"ISSUE_TYPE_CRASH":
  case 1:
  m.issueType=1
  break
  case"ISSUE_TYPE_CRASH_LOOP":
  case 2:
  m.issueType=2
  break
  case"ISSUE_TYPE_UNRESPONSIVE":
  case 3:
  m.issueType=3
  break
  case"ISSUE_TYPE_START_FAILURE":
  case 4:
  m.issueType=4
  break
  case"ISSUE_TYPE_STUCK_TRANSITION":
  case 5:
  m.issueType=5
  break
  case"ISSUE_TYPE_CONFIG_INVALID":
  case 6:
  m.issueType=6
  break
  case"ISSUE_TYPE_VERSION_FAULT":
  case 7:
  m.issueType=7
  break
  case"ISSUE_TYPE_RESOURCE_EXHAUSTED":
  case 8:
  m.issueType=8
  break
  case"ISSUE_TYPE_NODE_LOST":
  case 9:
  m.issueType=9
  break
  case"ISSUE_TYPE_DEPENDENCY_FAILED":
  case 10:
  m.issueType=10
  break
  case"ISSUE_TYPE_FLAPPING":
  case 11:
  m.issueType=11
  break
  case"ISSUE_TYPE_UNKNOWN":
  case 12:
  m.issueType=12
  break
  }
  if(d.occurrences!=null){
  m.occurrences=d.occurrences>>>0
  }
  if(d.confirmed!=null){
  m.confirmed=Boolean(d.confirmed)
  }
  if(d.healthyCycles!=null){
  m.healthyCycles=d.healthyCycles>>>0
  }
  if(d.firstSeenAtMs!=null){
  if(util.Long)
  m.firstSeenAtMs=util.Long.fromValue(d.firstSeenAtMs,false)
  else if(typeof d.firstSeenAtMs==="string")
  m.firstSeenAtMs=parseInt(d.firstSeenAtMs,10)
  else if(typeof d.firstSeenAtMs==="number")
  m.firstSeenAtMs=d.firstSeenAtMs
  else if(typeof d.firstSeenAtMs==="object")
  m.firstSeenAtMs=new util.LongBits(d.firstSeenAtMs.low>>>0,d.firstSeenAtMs.high>>>0).toNumber()
  }
  if(d.lastSeenAtMs!=null){
  if(util.Long)
  m.lastSeenAtMs=util.Long.fromValue(d.lastSeenAtMs,false)
  else if(typeof d.lastSeenAtMs==="string")
  m.lastSeenAtMs=parseInt(d.lastSeenAtMs,10)
  else if(typeof d.lastSeenAtMs==="number")
  m.lastSeenAtMs=d.lastSeenAtMs
  else if(typeof d.lastSeenAtMs==="object")
  m.lastSeenAtMs=new util.LongBits(d.lastSeenAtMs.low>>>0,d.lastSeenAtMs.high>>>0).toNumber()
  }
  if(d.evidence!=null){
  m.evidence=String(d.evidence)
  }
  return m
},
  toObject: function ServiceFault$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.issueType=o.enums===String?"ISSUE_TYPE_UNSPECIFIED":0
  d.occurrences=0
  d.confirmed=false
  d.healthyCycles=0
  if(util.Long){
  var n=new util.Long(0,0,false)
  d.firstSeenAtMs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.firstSeenAtMs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  if(util.Long){
  var n=new util.Long(0,0,false)
  d.lastSeenAtMs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.lastSeenAtMs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.evidence=""
  }
  if(m.issueType!=null&&Object.hasOwnProperty.call(m,"issueType")){
  d.issueType=o.enums===String?(piccolo_common_v1_IssueType.values[m.issueType]===undefined?m.issueType:piccolo_common_v1_IssueType.values[m.issueType]):m.issueType
  }
  if(m.occurrences!=null&&Object.hasOwnProperty.call(m,"occurrences")){
  d.occurrences=m.occurrences
  }
  if(m.confirmed!=null&&Object.hasOwnProperty.call(m,"confirmed")){
  d.confirmed=m.confirmed
  }
  if(m.healthyCycles!=null&&Object.hasOwnProperty.call(m,"healthyCycles")){
  d.healthyCycles=m.healthyCycles
  }
  if(m.firstSeenAtMs!=null&&Object.hasOwnProperty.call(m,"firstSeenAtMs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.firstSeenAtMs=typeof m.firstSeenAtMs==="number"?BigInt(m.firstSeenAtMs):util.Long.fromBits(m.firstSeenAtMs.low>>>0,m.firstSeenAtMs.high>>>0,false).toBigInt()
  else if(typeof m.firstSeenAtMs==="number")
  d.firstSeenAtMs=o.longs===String?String(m.firstSeenAtMs):m.firstSeenAtMs
  else
  d.firstSeenAtMs=o.longs===String?util.Long.prototype.toString.call(m.firstSeenAtMs):o.longs===Number?new util.LongBits(m.firstSeenAtMs.low>>>0,m.firstSeenAtMs.high>>>0).toNumber():m.firstSeenAtMs
  }
  if(m.lastSeenAtMs!=null&&Object.hasOwnProperty.call(m,"lastSeenAtMs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.lastSeenAtMs=typeof m.lastSeenAtMs==="number"?BigInt(m.lastSeenAtMs):util.Long.fromBits(m.lastSeenAtMs.low>>>0,m.lastSeenAtMs.high>>>0,false).toBigInt()
  else if(typeof m.lastSeenAtMs==="number")
  d.lastSeenAtMs=o.longs===String?String(m.lastSeenAtMs):m.lastSeenAtMs
  else
  d.lastSeenAtMs=o.longs===String?util.Long.prototype.toString.call(m.lastSeenAtMs):o.longs===Number?new util.LongBits(m.lastSeenAtMs.low>>>0,m.lastSeenAtMs.high>>>0).toNumber():m.lastSeenAtMs
  }
  if(m.evidence!=null&&Object.hasOwnProperty.call(m,"evidence")){
  d.evidence=m.evidence
  }
  return d
},
};

const piccolo_common_v1_Isolation = {
  ctor: class Isolation {},
  encode: function Isolation$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.byOperator!=null&&Object.hasOwnProperty.call(m,"byOperator"))
  w.uint32(8).bool(m.byOperator)
  if(m.reason!=null&&Object.hasOwnProperty.call(m,"reason"))
  w.uint32(18).string(m.reason)
  if(m.sinceMs!=null&&Object.hasOwnProperty.call(m,"sinceMs"))
  w.uint32(24).int64(m.sinceMs)
  if(m.ttlMs!=null&&Object.hasOwnProperty.call(m,"ttlMs"))
  w.uint32(32).uint64(m.ttlMs)
  return w
},
  decode: function Isolation$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.byOperator=r.bool()
  break
  }
  case 2: {
  m.reason=r.string()
  break
  }
  case 3: {
  m.sinceMs=r.int64()
  break
  }
  case 4: {
  m.ttlMs=r.uint64()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function Isolation$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.common.v1.Isolation: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.byOperator!=null){
  m.byOperator=Boolean(d.byOperator)
  }
  if(d.reason!=null){
  m.reason=String(d.reason)
  }
  if(d.sinceMs!=null){
  if(util.Long)
  m.sinceMs=util.Long.fromValue(d.sinceMs,false)
  else if(typeof d.sinceMs==="string")
  m.sinceMs=parseInt(d.sinceMs,10)
  else if(typeof d.sinceMs==="number")
  m.sinceMs=d.sinceMs
  else if(typeof d.sinceMs==="object")
  m.sinceMs=new util.LongBits(d.sinceMs.low>>>0,d.sinceMs.high>>>0).toNumber()
  }
  if(d.ttlMs!=null){
  if(util.Long)
  m.ttlMs=util.Long.fromValue(d.ttlMs,true)
  else if(typeof d.ttlMs==="string")
  m.ttlMs=parseInt(d.ttlMs,10)
  else if(typeof d.ttlMs==="number")
  m.ttlMs=d.ttlMs
  else if(typeof d.ttlMs==="object")
  m.ttlMs=new util.LongBits(d.ttlMs.low>>>0,d.ttlMs.high>>>0).toNumber(true)
  }
  return m
},
  toObject: function Isolation$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.byOperator=false
  d.reason=""
  if(util.Long){
  var n=new util.Long(0,0,false)
  d.sinceMs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.sinceMs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.ttlMs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.ttlMs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  }
  if(m.byOperator!=null&&Object.hasOwnProperty.call(m,"byOperator")){
  d.byOperator=m.byOperator
  }
  if(m.reason!=null&&Object.hasOwnProperty.call(m,"reason")){
  d.reason=m.reason
  }
  if(m.sinceMs!=null&&Object.hasOwnProperty.call(m,"sinceMs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.sinceMs=typeof m.sinceMs==="number"?BigInt(m.sinceMs):util.Long.fromBits(m.sinceMs.low>>>0,m.sinceMs.high>>>0,false).toBigInt()
  else if(typeof m.sinceMs==="number")
  d.sinceMs=o.longs===String?String(m.sinceMs):m.sinceMs
  else
  d.sinceMs=o.longs===String?util.Long.prototype.toString.call(m.sinceMs):o.longs===Number?new util.LongBits(m.sinceMs.low>>>0,m.sinceMs.high>>>0).toNumber():m.sinceMs
  }
  if(m.ttlMs!=null&&Object.hasOwnProperty.call(m,"ttlMs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.ttlMs=typeof m.ttlMs==="number"?BigInt(m.ttlMs):util.Long.fromBits(m.ttlMs.low>>>0,m.ttlMs.high>>>0,true).toBigInt()
  else if(typeof m.ttlMs==="number")
  d.ttlMs=o.longs===String?String(m.ttlMs):m.ttlMs
  else
  d.ttlMs=o.longs===String?util.Long.prototype.toString.call(m.ttlMs):o.longs===Number?new util.LongBits(m.ttlMs.low>>>0,m.ttlMs.high>>>0).toNumber(true):m.ttlMs
  }
  return d
},
};

const piccolo_common_v1_ResourceMetadata = {
  ctor: class ResourceMetadata {},
  encode: function ResourceMetadata$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.id!=null&&Object.hasOwnProperty.call(m,"id"))
  piccolo_common_v1_ResourceId.encode(m.id,w.uint32(10).fork(),q+1).ldelim()
  if(m.generation!=null&&Object.hasOwnProperty.call(m,"generation"))
  w.uint32(16).uint64(m.generation)
  if(m.revision!=null&&Object.hasOwnProperty.call(m,"revision"))
  w.uint32(24).uint64(m.revision)
  if(m.createdAtMs!=null&&Object.hasOwnProperty.call(m,"createdAtMs"))
  w.uint32(32).int64(m.createdAtMs)
  if(m.updatedAtMs!=null&&Object.hasOwnProperty.call(m,"updatedAtMs"))
  w.uint32(40).int64(m.updatedAtMs)
  if(m.labels!=null&&Object.hasOwnProperty.call(m,"labels")){
  for(var ks=Object.keys(m.labels),i=0;i<ks.length;++i){
  w.uint32(50).fork().uint32(10).string(ks[i])
  .uint32(18).string(m.labels[ks[i]]).ldelim()
  }
  }
  return w
},
  decode: function ResourceMetadata$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m,k,value
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.id=piccolo_common_v1_ResourceId.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  m.generation=r.uint64()
  break
  }
  case 3: {
  m.revision=r.uint64()
  break
  }
  case 4: {
  m.createdAtMs=r.int64()
  break
  }
  case 5: {
  m.updatedAtMs=r.int64()
  break
  }
  case 6: {
  if(m.labels===util.emptyObject)
  m.labels={}
  var c2=r.uint32()+r.pos
  if(c2>r.len)
  throw RangeError("index out of range")
  r.len=c2
  k=""
  value=""
  while(r.pos<c2){
  var tag2=r.uint32()
  switch(tag2>>>3){
  case 1: k=r.string(); break
  case 2:
  value=r.string()
  break
  default:
  r.skipType(tag2&7,n)
  break
  }
  }
  if(r.pos!==c2)
  throw RangeError("index out of range")
  r.len=c
  if(k==="__proto__")
  util.makeProp(m.labels,k)
  m.labels[k]=value
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ResourceMetadata$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.common.v1.ResourceMetadata: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.id!=null){
  if(!util.isObject(d.id))
  throw TypeError(".piccolo.common.v1.ResourceMetadata.id: object expected")
  m.id=piccolo_common_v1_ResourceId.fromObject(d.id,n+1)
  }
  if(d.generation!=null){
  if(util.Long)
  m.generation=util.Long.fromValue(d.generation,true)
  else if(typeof d.generation==="string")
  m.generation=parseInt(d.generation,10)
  else if(typeof d.generation==="number")
  m.generation=d.generation
  else if(typeof d.generation==="object")
  m.generation=new util.LongBits(d.generation.low>>>0,d.generation.high>>>0).toNumber(true)
  }
  if(d.revision!=null){
  if(util.Long)
  m.revision=util.Long.fromValue(d.revision,true)
  else if(typeof d.revision==="string")
  m.revision=parseInt(d.revision,10)
  else if(typeof d.revision==="number")
  m.revision=d.revision
  else if(typeof d.revision==="object")
  m.revision=new util.LongBits(d.revision.low>>>0,d.revision.high>>>0).toNumber(true)
  }
  if(d.createdAtMs!=null){
  if(util.Long)
  m.createdAtMs=util.Long.fromValue(d.createdAtMs,false)
  else if(typeof d.createdAtMs==="string")
  m.createdAtMs=parseInt(d.createdAtMs,10)
  else if(typeof d.createdAtMs==="number")
  m.createdAtMs=d.createdAtMs
  else if(typeof d.createdAtMs==="object")
  m.createdAtMs=new util.LongBits(d.createdAtMs.low>>>0,d.createdAtMs.high>>>0).toNumber()
  }
  if(d.updatedAtMs!=null){
  if(util.Long)
  m.updatedAtMs=util.Long.fromValue(d.updatedAtMs,false)
  else if(typeof d.updatedAtMs==="string")
  m.updatedAtMs=parseInt(d.updatedAtMs,10)
  else if(typeof d.updatedAtMs==="number")
  m.updatedAtMs=d.updatedAtMs
  else if(typeof d.updatedAtMs==="object")
  m.updatedAtMs=new util.LongBits(d.updatedAtMs.low>>>0,d.updatedAtMs.high>>>0).toNumber()
  }
  if(d.labels){
  if(!util.isObject(d.labels))
  throw TypeError(".piccolo.common.v1.ResourceMetadata.labels: object expected")
  m.labels={}
  for(var ks=Object.keys(d.labels),i=0;i<ks.length;++i){
  if(ks[i]==="__proto__")
  util.makeProp(m.labels,ks[i])
  m.labels[ks[i]]=String(d.labels[ks[i]])
  }
  }
  return m
},
  toObject: function ResourceMetadata$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.objects||o.defaults){
  d.labels={}
  }
  if(o.defaults){
  d.id=null
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.generation=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.generation=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.revision=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.revision=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  if(util.Long){
  var n=new util.Long(0,0,false)
  d.createdAtMs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.createdAtMs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  if(util.Long){
  var n=new util.Long(0,0,false)
  d.updatedAtMs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.updatedAtMs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  }
  if(m.id!=null&&Object.hasOwnProperty.call(m,"id")){
  d.id=piccolo_common_v1_ResourceId.toObject(m.id,o,q+1)
  }
  if(m.generation!=null&&Object.hasOwnProperty.call(m,"generation")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.generation=typeof m.generation==="number"?BigInt(m.generation):util.Long.fromBits(m.generation.low>>>0,m.generation.high>>>0,true).toBigInt()
  else if(typeof m.generation==="number")
  d.generation=o.longs===String?String(m.generation):m.generation
  else
  d.generation=o.longs===String?util.Long.prototype.toString.call(m.generation):o.longs===Number?new util.LongBits(m.generation.low>>>0,m.generation.high>>>0).toNumber(true):m.generation
  }
  if(m.revision!=null&&Object.hasOwnProperty.call(m,"revision")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.revision=typeof m.revision==="number"?BigInt(m.revision):util.Long.fromBits(m.revision.low>>>0,m.revision.high>>>0,true).toBigInt()
  else if(typeof m.revision==="number")
  d.revision=o.longs===String?String(m.revision):m.revision
  else
  d.revision=o.longs===String?util.Long.prototype.toString.call(m.revision):o.longs===Number?new util.LongBits(m.revision.low>>>0,m.revision.high>>>0).toNumber(true):m.revision
  }
  if(m.createdAtMs!=null&&Object.hasOwnProperty.call(m,"createdAtMs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.createdAtMs=typeof m.createdAtMs==="number"?BigInt(m.createdAtMs):util.Long.fromBits(m.createdAtMs.low>>>0,m.createdAtMs.high>>>0,false).toBigInt()
  else if(typeof m.createdAtMs==="number")
  d.createdAtMs=o.longs===String?String(m.createdAtMs):m.createdAtMs
  else
  d.createdAtMs=o.longs===String?util.Long.prototype.toString.call(m.createdAtMs):o.longs===Number?new util.LongBits(m.createdAtMs.low>>>0,m.createdAtMs.high>>>0).toNumber():m.createdAtMs
  }
  if(m.updatedAtMs!=null&&Object.hasOwnProperty.call(m,"updatedAtMs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.updatedAtMs=typeof m.updatedAtMs==="number"?BigInt(m.updatedAtMs):util.Long.fromBits(m.updatedAtMs.low>>>0,m.updatedAtMs.high>>>0,false).toBigInt()
  else if(typeof m.updatedAtMs==="number")
  d.updatedAtMs=o.longs===String?String(m.updatedAtMs):m.updatedAtMs
  else
  d.updatedAtMs=o.longs===String?util.Long.prototype.toString.call(m.updatedAtMs):o.longs===Number?new util.LongBits(m.updatedAtMs.low>>>0,m.updatedAtMs.high>>>0).toNumber():m.updatedAtMs
  }
  var ks2
  if(m.labels&&(ks2=Object.keys(m.labels)).length){
  d.labels={}
  for(var j=0;j<ks2.length;++j){
  if(ks2[j]==="__proto__")
  util.makeProp(d.labels,ks2[j])
  d.labels[ks2[j]]=m.labels[ks2[j]]
  }
  }
  return d
},
};
piccolo_common_v1_ResourceMetadata.ctor.prototype.labels = util.emptyObject;

const piccolo_common_v1_ServiceState = {
  ctor: class ServiceState {},
  encode: function ServiceState$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.metadata!=null&&Object.hasOwnProperty.call(m,"metadata"))
  piccolo_common_v1_ResourceMetadata.encode(m.metadata,w.uint32(10).fork(),q+1).ldelim()
  if(m.spec!=null&&Object.hasOwnProperty.call(m,"spec"))
  piccolo_common_v1_ServiceSpec.encode(m.spec,w.uint32(18).fork(),q+1).ldelim()
  if(m.status!=null&&Object.hasOwnProperty.call(m,"status"))
  piccolo_common_v1_ServiceStatus.encode(m.status,w.uint32(26).fork(),q+1).ldelim()
  return w
},
  decode: function ServiceState$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.metadata=piccolo_common_v1_ResourceMetadata.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  m.spec=piccolo_common_v1_ServiceSpec.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 3: {
  m.status=piccolo_common_v1_ServiceStatus.decode(r,r.uint32(),undefined,n+1)
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ServiceState$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.common.v1.ServiceState: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.metadata!=null){
  if(!util.isObject(d.metadata))
  throw TypeError(".piccolo.common.v1.ServiceState.metadata: object expected")
  m.metadata=piccolo_common_v1_ResourceMetadata.fromObject(d.metadata,n+1)
  }
  if(d.spec!=null){
  if(!util.isObject(d.spec))
  throw TypeError(".piccolo.common.v1.ServiceState.spec: object expected")
  m.spec=piccolo_common_v1_ServiceSpec.fromObject(d.spec,n+1)
  }
  if(d.status!=null){
  if(!util.isObject(d.status))
  throw TypeError(".piccolo.common.v1.ServiceState.status: object expected")
  m.status=piccolo_common_v1_ServiceStatus.fromObject(d.status,n+1)
  }
  return m
},
  toObject: function ServiceState$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.metadata=null
  d.spec=null
  d.status=null
  }
  if(m.metadata!=null&&Object.hasOwnProperty.call(m,"metadata")){
  d.metadata=piccolo_common_v1_ResourceMetadata.toObject(m.metadata,o,q+1)
  }
  if(m.spec!=null&&Object.hasOwnProperty.call(m,"spec")){
  d.spec=piccolo_common_v1_ServiceSpec.toObject(m.spec,o,q+1)
  }
  if(m.status!=null&&Object.hasOwnProperty.call(m,"status")){
  d.status=piccolo_common_v1_ServiceStatus.toObject(m.status,o,q+1)
  }
  return d
},
};

const piccolo_common_v1_ExistenceDiff = {
  ctor: class ExistenceDiff {},
  encode: function ExistenceDiff$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.desiredExists!=null&&Object.hasOwnProperty.call(m,"desiredExists"))
  w.uint32(8).bool(m.desiredExists)
  if(m.actualExists!=null&&Object.hasOwnProperty.call(m,"actualExists"))
  w.uint32(16).bool(m.actualExists)
  return w
},
  decode: function ExistenceDiff$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.desiredExists=r.bool()
  break
  }
  case 2: {
  m.actualExists=r.bool()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ExistenceDiff$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.common.v1.ExistenceDiff: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.desiredExists!=null){
  m.desiredExists=Boolean(d.desiredExists)
  }
  if(d.actualExists!=null){
  m.actualExists=Boolean(d.actualExists)
  }
  return m
},
  toObject: function ExistenceDiff$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.desiredExists=false
  d.actualExists=false
  }
  if(m.desiredExists!=null&&Object.hasOwnProperty.call(m,"desiredExists")){
  d.desiredExists=m.desiredExists
  }
  if(m.actualExists!=null&&Object.hasOwnProperty.call(m,"actualExists")){
  d.actualExists=m.actualExists
  }
  return d
},
};

const piccolo_common_v1_ScaleDiff = {
  ctor: class ScaleDiff {},
  encode: function ScaleDiff$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.desiredReplicas!=null&&Object.hasOwnProperty.call(m,"desiredReplicas"))
  w.uint32(8).uint32(m.desiredReplicas)
  if(m.actualReplicas!=null&&Object.hasOwnProperty.call(m,"actualReplicas"))
  w.uint32(16).uint32(m.actualReplicas)
  return w
},
  decode: function ScaleDiff$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.desiredReplicas=r.uint32()
  break
  }
  case 2: {
  m.actualReplicas=r.uint32()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ScaleDiff$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.common.v1.ScaleDiff: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.desiredReplicas!=null){
  m.desiredReplicas=d.desiredReplicas>>>0
  }
  if(d.actualReplicas!=null){
  m.actualReplicas=d.actualReplicas>>>0
  }
  return m
},
  toObject: function ScaleDiff$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.desiredReplicas=0
  d.actualReplicas=0
  }
  if(m.desiredReplicas!=null&&Object.hasOwnProperty.call(m,"desiredReplicas")){
  d.desiredReplicas=m.desiredReplicas
  }
  if(m.actualReplicas!=null&&Object.hasOwnProperty.call(m,"actualReplicas")){
  d.actualReplicas=m.actualReplicas
  }
  return d
},
};

const piccolo_common_v1_VersionDiff = {
  ctor: class VersionDiff {},
  encode: function VersionDiff$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.desiredVersion!=null&&Object.hasOwnProperty.call(m,"desiredVersion"))
  w.uint32(10).string(m.desiredVersion)
  if(m.actualVersion!=null&&Object.hasOwnProperty.call(m,"actualVersion"))
  w.uint32(18).string(m.actualVersion)
  return w
},
  decode: function VersionDiff$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.desiredVersion=r.string()
  break
  }
  case 2: {
  m.actualVersion=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function VersionDiff$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.common.v1.VersionDiff: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.desiredVersion!=null){
  m.desiredVersion=String(d.desiredVersion)
  }
  if(d.actualVersion!=null){
  m.actualVersion=String(d.actualVersion)
  }
  return m
},
  toObject: function VersionDiff$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.desiredVersion=""
  d.actualVersion=""
  }
  if(m.desiredVersion!=null&&Object.hasOwnProperty.call(m,"desiredVersion")){
  d.desiredVersion=m.desiredVersion
  }
  if(m.actualVersion!=null&&Object.hasOwnProperty.call(m,"actualVersion")){
  d.actualVersion=m.actualVersion
  }
  return d
},
};

const piccolo_common_v1_ConfigDiff = {
  ctor: class ConfigDiff {},
  encode: function ConfigDiff$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.desired!=null&&Object.hasOwnProperty.call(m,"desired")){
  for(var ks=Object.keys(m.desired),i=0;i<ks.length;++i){
  w.uint32(10).fork().uint32(10).string(ks[i])
  .uint32(18).string(m.desired[ks[i]]).ldelim()
  }
  }
  if(m.actual!=null&&Object.hasOwnProperty.call(m,"actual")){
  for(var ks=Object.keys(m.actual),i=0;i<ks.length;++i){
  w.uint32(18).fork().uint32(10).string(ks[i])
  .uint32(18).string(m.actual[ks[i]]).ldelim()
  }
  }
  return w
},
  decode: function ConfigDiff$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m,k,value
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  if(m.desired===util.emptyObject)
  m.desired={}
  var c2=r.uint32()+r.pos
  if(c2>r.len)
  throw RangeError("index out of range")
  r.len=c2
  k=""
  value=""
  while(r.pos<c2){
  var tag2=r.uint32()
  switch(tag2>>>3){
  case 1: k=r.string(); break
  case 2:
  value=r.string()
  break
  default:
  r.skipType(tag2&7,n)
  break
  }
  }
  if(r.pos!==c2)
  throw RangeError("index out of range")
  r.len=c
  if(k==="__proto__")
  util.makeProp(m.desired,k)
  m.desired[k]=value
  break
  }
  case 2: {
  if(m.actual===util.emptyObject)
  m.actual={}
  var c2=r.uint32()+r.pos
  if(c2>r.len)
  throw RangeError("index out of range")
  r.len=c2
  k=""
  value=""
  while(r.pos<c2){
  var tag2=r.uint32()
  switch(tag2>>>3){
  case 1: k=r.string(); break
  case 2:
  value=r.string()
  break
  default:
  r.skipType(tag2&7,n)
  break
  }
  }
  if(r.pos!==c2)
  throw RangeError("index out of range")
  r.len=c
  if(k==="__proto__")
  util.makeProp(m.actual,k)
  m.actual[k]=value
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ConfigDiff$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.common.v1.ConfigDiff: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.desired){
  if(!util.isObject(d.desired))
  throw TypeError(".piccolo.common.v1.ConfigDiff.desired: object expected")
  m.desired={}
  for(var ks=Object.keys(d.desired),i=0;i<ks.length;++i){
  if(ks[i]==="__proto__")
  util.makeProp(m.desired,ks[i])
  m.desired[ks[i]]=String(d.desired[ks[i]])
  }
  }
  if(d.actual){
  if(!util.isObject(d.actual))
  throw TypeError(".piccolo.common.v1.ConfigDiff.actual: object expected")
  m.actual={}
  for(var ks=Object.keys(d.actual),i=0;i<ks.length;++i){
  if(ks[i]==="__proto__")
  util.makeProp(m.actual,ks[i])
  m.actual[ks[i]]=String(d.actual[ks[i]])
  }
  }
  return m
},
  toObject: function ConfigDiff$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.objects||o.defaults){
  d.desired={}
  d.actual={}
  }
  var ks2
  if(m.desired&&(ks2=Object.keys(m.desired)).length){
  d.desired={}
  for(var j=0;j<ks2.length;++j){
  if(ks2[j]==="__proto__")
  util.makeProp(d.desired,ks2[j])
  d.desired[ks2[j]]=m.desired[ks2[j]]
  }
  }
  if(m.actual&&(ks2=Object.keys(m.actual)).length){
  d.actual={}
  for(var j=0;j<ks2.length;++j){
  if(ks2[j]==="__proto__")
  util.makeProp(d.actual,ks2[j])
  d.actual[ks2[j]]=m.actual[ks2[j]]
  }
  }
  return d
},
};
piccolo_common_v1_ConfigDiff.ctor.prototype.desired = util.emptyObject;
piccolo_common_v1_ConfigDiff.ctor.prototype.actual = util.emptyObject;

const piccolo_common_v1_StatusDiff = {
  ctor: class StatusDiff {},
  encode: function StatusDiff$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.desiredState!=null&&Object.hasOwnProperty.call(m,"desiredState"))
  w.uint32(8).int32(m.desiredState)
  if(m.actualState!=null&&Object.hasOwnProperty.call(m,"actualState"))
  w.uint32(16).int32(m.actualState)
  if(m.reason!=null&&Object.hasOwnProperty.call(m,"reason"))
  w.uint32(24).int32(m.reason)
  if(m.message!=null&&Object.hasOwnProperty.call(m,"message"))
  w.uint32(34).string(m.message)
  if(m.exitCode!=null&&Object.hasOwnProperty.call(m,"exitCode"))
  w.uint32(40).int32(m.exitCode)
  if(m.hasExitCode!=null&&Object.hasOwnProperty.call(m,"hasExitCode"))
  w.uint32(48).bool(m.hasExitCode)
  return w
},
  decode: function StatusDiff$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.desiredState=r.int32()
  break
  }
  case 2: {
  m.actualState=r.int32()
  break
  }
  case 3: {
  m.reason=r.int32()
  break
  }
  case 4: {
  m.message=r.string()
  break
  }
  case 5: {
  m.exitCode=r.int32()
  break
  }
  case 6: {
  m.hasExitCode=r.bool()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function StatusDiff$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.common.v1.StatusDiff: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  switch(d.desiredState){
  default:
  if(typeof(d.desiredState)==="number"){m.desiredState=d.desiredState;break}
  break
  case"SERVICE_STATE_TYPE_UNSPECIFIED":
  case 0:
  m.desiredState=0
  break
  case"SERVICE_STATE_TYPE_PENDING":
  case 1:
  m.desiredState=1
  break
  case"SERVICE_STATE_TYPE_INITIALIZING":
  case 2:
  m.desiredState=2
  break
  case"SERVICE_STATE_TYPE_RUNNING":
  case 3:
  m.desiredState=3
  break
  case"SERVICE_STATE_TYPE_DEGRADED":
  case 4:
  m.desiredState=4
  break
  case"SERVICE_STATE_TYPE_TERMINATING":
  case 5:
  m.desiredState=5
  break
  case"SERVICE_STATE_TYPE_FAILED":
  case 6:
  m.desiredState=6
  break
  }
  switch(d.actualState){
  default:
  if(typeof(d.actualState)==="number"){m.actualState=d.actualState;break}
  break
  case"SERVICE_STATE_TYPE_UNSPECIFIED":
  case 0:
  m.actualState=0
  break
  case"SERVICE_STATE_TYPE_PENDING":
  case 1:
  m.actualState=1
  break
  case"SERVICE_STATE_TYPE_INITIALIZING":
  case 2:
  m.actualState=2
  break
  case"SERVICE_STATE_TYPE_RUNNING":
  case 3:
  m.actualState=3
  break
  case"SERVICE_STATE_TYPE_DEGRADED":
  case 4:
  m.actualState=4
  break
  case"SERVICE_STATE_TYPE_TERMINATING":
  case 5:
  m.actualState=5
  break
  case"SERVICE_STATE_TYPE_FAILED":
  case 6:
  m.actualState=6
  break
  }
  switch(d.reason){
  default:
  if(typeof(d.reason)==="number"){m.reason=d.reason;break}
  break
  case"STATUS_REASON_UNSPECIFIED":
  case 0:
  m.reason=0
  break
  case"STATUS_REASON_CRASHED":
  case 1:
  m.reason=1
  break
  case"STATUS_REASON_START_FAILED":
  case 2:
  m.reason=2
  break
  case"STATUS_REASON_UNRESPONSIVE":
  case 3:
  m.reason=3
  break
  case"STATUS_REASON_CONFIG_REJECTED":
  case 4:
  m.reason=4
  break
  case"STATUS_REASON_RESOURCE_EXHAUSTED":
  case 5:
  m.reason=5
  break
  case"STATUS_REASON_STARTING":
  case 6:
  m.reason=6
  break
  case"STATUS_REASON_STOPPING":
  case 7:
  m.reason=7
  break
  case"STATUS_REASON_NO_DEFINITION":
  case 8:
  m.reason=8
  break
  }
  if(d.message!=null){
  m.message=String(d.message)
  }
  if(d.exitCode!=null){
  m.exitCode=d.exitCode|0
  }
  if(d.hasExitCode!=null){
  m.hasExitCode=Boolean(d.hasExitCode)
  }
  return m
},
  toObject: function StatusDiff$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.desiredState=o.enums===String?"SERVICE_STATE_TYPE_UNSPECIFIED":0
  d.actualState=o.enums===String?"SERVICE_STATE_TYPE_UNSPECIFIED":0
  d.reason=o.enums===String?"STATUS_REASON_UNSPECIFIED":0
  d.message=""
  d.exitCode=0
  d.hasExitCode=false
  }
  if(m.desiredState!=null&&Object.hasOwnProperty.call(m,"desiredState")){
  d.desiredState=o.enums===String?(piccolo_common_v1_ServiceStateType.values[m.desiredState]===undefined?m.desiredState:piccolo_common_v1_ServiceStateType.values[m.desiredState]):m.desiredState
  }
  if(m.actualState!=null&&Object.hasOwnProperty.call(m,"actualState")){
  d.actualState=o.enums===String?(piccolo_common_v1_ServiceStateType.values[m.actualState]===undefined?m.actualState:piccolo_common_v1_ServiceStateType.values[m.actualState]):m.actualState
  }
  if(m.reason!=null&&Object.hasOwnProperty.call(m,"reason")){
  d.reason=o.enums===String?(piccolo_common_v1_StatusReason.values[m.reason]===undefined?m.reason:piccolo_common_v1_StatusReason.values[m.reason]):m.reason
  }
  if(m.message!=null&&Object.hasOwnProperty.call(m,"message")){
  d.message=m.message
  }
  if(m.exitCode!=null&&Object.hasOwnProperty.call(m,"exitCode")){
  d.exitCode=m.exitCode
  }
  if(m.hasExitCode!=null&&Object.hasOwnProperty.call(m,"hasExitCode")){
  d.hasExitCode=m.hasExitCode
  }
  return d
},
};

const piccolo_common_v1_ActualState = {
  ctor: class ActualState {},
  encode: function ActualState$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.replicas!=null&&Object.hasOwnProperty.call(m,"replicas"))
  w.uint32(8).uint32(m.replicas)
  if(m.availableReplicas!=null&&Object.hasOwnProperty.call(m,"availableReplicas"))
  w.uint32(16).uint32(m.availableReplicas)
  if(m.version!=null&&Object.hasOwnProperty.call(m,"version"))
  w.uint32(26).string(m.version)
  return w
},
  decode: function ActualState$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.replicas=r.uint32()
  break
  }
  case 2: {
  m.availableReplicas=r.uint32()
  break
  }
  case 3: {
  m.version=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ActualState$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.common.v1.ActualState: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.replicas!=null){
  m.replicas=d.replicas>>>0
  }
  if(d.availableReplicas!=null){
  m.availableReplicas=d.availableReplicas>>>0
  }
  if(d.version!=null){
  m.version=String(d.version)
  }
  return m
},
  toObject: function ActualState$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.replicas=0
  d.availableReplicas=0
  d.version=""
  }
  if(m.replicas!=null&&Object.hasOwnProperty.call(m,"replicas")){
  d.replicas=m.replicas
  }
  if(m.availableReplicas!=null&&Object.hasOwnProperty.call(m,"availableReplicas")){
  d.availableReplicas=m.availableReplicas
  }
  if(m.version!=null&&Object.hasOwnProperty.call(m,"version")){
  d.version=m.version
  }
  return d
},
};

const piccolo_common_v1_StateDiff = {
  ctor: class StateDiff {},
  encode: function StateDiff$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.resourceId!=null&&Object.hasOwnProperty.call(m,"resourceId"))
  piccolo_common_v1_ResourceId.encode(m.resourceId,w.uint32(10).fork(),q+1).ldelim()
  if(m.existenceDiff!=null&&Object.hasOwnProperty.call(m,"existenceDiff"))
  piccolo_common_v1_ExistenceDiff.encode(m.existenceDiff,w.uint32(18).fork(),q+1).ldelim()
  if(m.scaleDiff!=null&&Object.hasOwnProperty.call(m,"scaleDiff"))
  piccolo_common_v1_ScaleDiff.encode(m.scaleDiff,w.uint32(26).fork(),q+1).ldelim()
  if(m.versionDiff!=null&&Object.hasOwnProperty.call(m,"versionDiff"))
  piccolo_common_v1_VersionDiff.encode(m.versionDiff,w.uint32(34).fork(),q+1).ldelim()
  if(m.configDiff!=null&&Object.hasOwnProperty.call(m,"configDiff"))
  piccolo_common_v1_ConfigDiff.encode(m.configDiff,w.uint32(42).fork(),q+1).ldelim()
  if(m.statusDiff!=null&&Object.hasOwnProperty.call(m,"statusDiff"))
  piccolo_common_v1_StatusDiff.encode(m.statusDiff,w.uint32(50).fork(),q+1).ldelim()
  if(m.node!=null&&Object.hasOwnProperty.call(m,"node"))
  w.uint32(58).string(m.node)
  if(m.sequence!=null&&Object.hasOwnProperty.call(m,"sequence"))
  w.uint32(64).uint64(m.sequence)
  if(m.observedGeneration!=null&&Object.hasOwnProperty.call(m,"observedGeneration"))
  w.uint32(72).uint64(m.observedGeneration)
  if(m.observedAtMs!=null&&Object.hasOwnProperty.call(m,"observedAtMs"))
  w.uint32(80).int64(m.observedAtMs)
  if(m.actual!=null&&Object.hasOwnProperty.call(m,"actual"))
  piccolo_common_v1_ActualState.encode(m.actual,w.uint32(90).fork(),q+1).ldelim()
  if(m.isCritical!=null&&Object.hasOwnProperty.call(m,"isCritical"))
  w.uint32(96).bool(m.isCritical)
  return w
},
  decode: function StateDiff$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.resourceId=piccolo_common_v1_ResourceId.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  m.existenceDiff=piccolo_common_v1_ExistenceDiff.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 3: {
  m.scaleDiff=piccolo_common_v1_ScaleDiff.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 4: {
  m.versionDiff=piccolo_common_v1_VersionDiff.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 5: {
  m.configDiff=piccolo_common_v1_ConfigDiff.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 6: {
  m.statusDiff=piccolo_common_v1_StatusDiff.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 7: {
  m.node=r.string()
  break
  }
  case 8: {
  m.sequence=r.uint64()
  break
  }
  case 9: {
  m.observedGeneration=r.uint64()
  break
  }
  case 10: {
  m.observedAtMs=r.int64()
  break
  }
  case 11: {
  m.actual=piccolo_common_v1_ActualState.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 12: {
  m.isCritical=r.bool()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function StateDiff$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.common.v1.StateDiff: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.resourceId!=null){
  if(!util.isObject(d.resourceId))
  throw TypeError(".piccolo.common.v1.StateDiff.resourceId: object expected")
  m.resourceId=piccolo_common_v1_ResourceId.fromObject(d.resourceId,n+1)
  }
  if(d.existenceDiff!=null){
  if(!util.isObject(d.existenceDiff))
  throw TypeError(".piccolo.common.v1.StateDiff.existenceDiff: object expected")
  m.existenceDiff=piccolo_common_v1_ExistenceDiff.fromObject(d.existenceDiff,n+1)
  }
  if(d.scaleDiff!=null){
  if(!util.isObject(d.scaleDiff))
  throw TypeError(".piccolo.common.v1.StateDiff.scaleDiff: object expected")
  m.scaleDiff=piccolo_common_v1_ScaleDiff.fromObject(d.scaleDiff,n+1)
  }
  if(d.versionDiff!=null){
  if(!util.isObject(d.versionDiff))
  throw TypeError(".piccolo.common.v1.StateDiff.versionDiff: object expected")
  m.versionDiff=piccolo_common_v1_VersionDiff.fromObject(d.versionDiff,n+1)
  }
  if(d.configDiff!=null){
  if(!util.isObject(d.configDiff))
  throw TypeError(".piccolo.common.v1.StateDiff.configDiff: object expected")
  m.configDiff=piccolo_common_v1_ConfigDiff.fromObject(d.configDiff,n+1)
  }
  if(d.statusDiff!=null){
  if(!util.isObject(d.statusDiff))
  throw TypeError(".piccolo.common.v1.StateDiff.statusDiff: object expected")
  m.statusDiff=piccolo_common_v1_StatusDiff.fromObject(d.statusDiff,n+1)
  }
  if(d.node!=null){
  m.node=String(d.node)
  }
  if(d.sequence!=null){
  if(util.Long)
  m.sequence=util.Long.fromValue(d.sequence,true)
  else if(typeof d.sequence==="string")
  m.sequence=parseInt(d.sequence,10)
  else if(typeof d.sequence==="number")
  m.sequence=d.sequence
  else if(typeof d.sequence==="object")
  m.sequence=new util.LongBits(d.sequence.low>>>0,d.sequence.high>>>0).toNumber(true)
  }
  if(d.observedGeneration!=null){
  if(util.Long)
  m.observedGeneration=util.Long.fromValue(d.observedGeneration,true)
  else if(typeof d.observedGeneration==="string")
  m.observedGeneration=parseInt(d.observedGeneration,10)
  else if(typeof d.observedGeneration==="number")
  m.observedGeneration=d.observedGeneration
  else if(typeof d.observedGeneration==="object")
  m.observedGeneration=new util.LongBits(d.observedGeneration.low>>>0,d.observedGeneration.high>>>0).toNumber(true)
  }
  if(d.observedAtMs!=null){
  if(util.Long)
  m.observedAtMs=util.Long.fromValue(d.observedAtMs,false)
  else if(typeof d.observedAtMs==="string")
  m.observedAtMs=parseInt(d.observedAtMs,10)
  else if(typeof d.observedAtMs==="number")
  m.observedAtMs=d.observedAtMs
  else if(typeof d.observedAtMs==="object")
  m.observedAtMs=new util.LongBits(d.observedAtMs.low>>>0,d.observedAtMs.high>>>0).toNumber()
  }
  if(d.actual!=null){
  if(!util.isObject(d.actual))
  throw TypeError(".piccolo.common.v1.StateDiff.actual: object expected")
  m.actual=piccolo_common_v1_ActualState.fromObject(d.actual,n+1)
  }
  if(d.isCritical!=null){
  m.isCritical=Boolean(d.isCritical)
  }
  return m
},
  toObject: function StateDiff$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.resourceId=null
  d.existenceDiff=null
  d.scaleDiff=null
  d.versionDiff=null
  d.configDiff=null
  d.statusDiff=null
  d.node=""
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.sequence=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.sequence=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.observedGeneration=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.observedGeneration=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  if(util.Long){
  var n=new util.Long(0,0,false)
  d.observedAtMs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.observedAtMs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.actual=null
  d.isCritical=false
  }
  if(m.resourceId!=null&&Object.hasOwnProperty.call(m,"resourceId")){
  d.resourceId=piccolo_common_v1_ResourceId.toObject(m.resourceId,o,q+1)
  }
  if(m.existenceDiff!=null&&Object.hasOwnProperty.call(m,"existenceDiff")){
  d.existenceDiff=piccolo_common_v1_ExistenceDiff.toObject(m.existenceDiff,o,q+1)
  }
  if(m.scaleDiff!=null&&Object.hasOwnProperty.call(m,"scaleDiff")){
  d.scaleDiff=piccolo_common_v1_ScaleDiff.toObject(m.scaleDiff,o,q+1)
  }
  if(m.versionDiff!=null&&Object.hasOwnProperty.call(m,"versionDiff")){
  d.versionDiff=piccolo_common_v1_VersionDiff.toObject(m.versionDiff,o,q+1)
  }
  if(m.configDiff!=null&&Object.hasOwnProperty.call(m,"configDiff")){
  d.configDiff=piccolo_common_v1_ConfigDiff.toObject(m.configDiff,o,q+1)
  }
  if(m.statusDiff!=null&&Object.hasOwnProperty.call(m,"statusDiff")){
  d.statusDiff=piccolo_common_v1_StatusDiff.toObject(m.statusDiff,o,q+1)
  }
  if(m.node!=null&&Object.hasOwnProperty.call(m,"node")){
  d.node=m.node
  }
  if(m.sequence!=null&&Object.hasOwnProperty.call(m,"sequence")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.sequence=typeof m.sequence==="number"?BigInt(m.sequence):util.Long.fromBits(m.sequence.low>>>0,m.sequence.high>>>0,true).toBigInt()
  else if(typeof m.sequence==="number")
  d.sequence=o.longs===String?String(m.sequence):m.sequence
  else
  d.sequence=o.longs===String?util.Long.prototype.toString.call(m.sequence):o.longs===Number?new util.LongBits(m.sequence.low>>>0,m.sequence.high>>>0).toNumber(true):m.sequence
  }
  if(m.observedGeneration!=null&&Object.hasOwnProperty.call(m,"observedGeneration")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.observedGeneration=typeof m.observedGeneration==="number"?BigInt(m.observedGeneration):util.Long.fromBits(m.observedGeneration.low>>>0,m.observedGeneration.high>>>0,true).toBigInt()
  else if(typeof m.observedGeneration==="number")
  d.observedGeneration=o.longs===String?String(m.observedGeneration):m.observedGeneration
  else
  d.observedGeneration=o.longs===String?util.Long.prototype.toString.call(m.observedGeneration):o.longs===Number?new util.LongBits(m.observedGeneration.low>>>0,m.observedGeneration.high>>>0).toNumber(true):m.observedGeneration
  }
  if(m.observedAtMs!=null&&Object.hasOwnProperty.call(m,"observedAtMs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.observedAtMs=typeof m.observedAtMs==="number"?BigInt(m.observedAtMs):util.Long.fromBits(m.observedAtMs.low>>>0,m.observedAtMs.high>>>0,false).toBigInt()
  else if(typeof m.observedAtMs==="number")
  d.observedAtMs=o.longs===String?String(m.observedAtMs):m.observedAtMs
  else
  d.observedAtMs=o.longs===String?util.Long.prototype.toString.call(m.observedAtMs):o.longs===Number?new util.LongBits(m.observedAtMs.low>>>0,m.observedAtMs.high>>>0).toNumber():m.observedAtMs
  }
  if(m.actual!=null&&Object.hasOwnProperty.call(m,"actual")){
  d.actual=piccolo_common_v1_ActualState.toObject(m.actual,o,q+1)
  }
  if(m.isCritical!=null&&Object.hasOwnProperty.call(m,"isCritical")){
  d.isCritical=m.isCritical
  }
  return d
},
};

const piccolo_common_v1_FieldChange = {
  ctor: class FieldChange {},
  encode: function FieldChange$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.field!=null&&Object.hasOwnProperty.call(m,"field"))
  w.uint32(10).string(m.field)
  if(m.oldValue!=null&&Object.hasOwnProperty.call(m,"oldValue"))
  google_protobuf_Value.encode(m.oldValue,w.uint32(18).fork(),q+1).ldelim()
  if(m.newValue!=null&&Object.hasOwnProperty.call(m,"newValue"))
  google_protobuf_Value.encode(m.newValue,w.uint32(26).fork(),q+1).ldelim()
  return w
},
  decode: function FieldChange$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.field=r.string()
  break
  }
  case 2: {
  m.oldValue=google_protobuf_Value.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 3: {
  m.newValue=google_protobuf_Value.decode(r,r.uint32(),undefined,n+1)
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function FieldChange$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.common.v1.FieldChange: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.field!=null){
  m.field=String(d.field)
  }
  if(d.oldValue!=null){
  if(!util.isObject(d.oldValue))
  throw TypeError(".piccolo.common.v1.FieldChange.oldValue: object expected")
  m.oldValue=google_protobuf_Value.fromObject(d.oldValue,n+1)
  }
  if(d.newValue!=null){
  if(!util.isObject(d.newValue))
  throw TypeError(".piccolo.common.v1.FieldChange.newValue: object expected")
  m.newValue=google_protobuf_Value.fromObject(d.newValue,n+1)
  }
  return m
},
  toObject: function FieldChange$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.field=""
  d.oldValue=null
  d.newValue=null
  }
  if(m.field!=null&&Object.hasOwnProperty.call(m,"field")){
  d.field=m.field
  }
  if(m.oldValue!=null&&Object.hasOwnProperty.call(m,"oldValue")){
  d.oldValue=google_protobuf_Value.toObject(m.oldValue,o,q+1)
  }
  if(m.newValue!=null&&Object.hasOwnProperty.call(m,"newValue")){
  d.newValue=google_protobuf_Value.toObject(m.newValue,o,q+1)
  }
  return d
},
};

const piccolo_common_v1_StateEvent = {
  ctor: class StateEvent {},
  encode: function StateEvent$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.resourceId!=null&&Object.hasOwnProperty.call(m,"resourceId"))
  piccolo_common_v1_ResourceId.encode(m.resourceId,w.uint32(10).fork(),q+1).ldelim()
  if(m.eventType!=null&&Object.hasOwnProperty.call(m,"eventType"))
  w.uint32(16).int32(m.eventType)
  if(m.timestampMs!=null&&Object.hasOwnProperty.call(m,"timestampMs"))
  w.uint32(24).int64(m.timestampMs)
  if(m.changes!=null&&m.changes.length){
  for(var i=0;i<m.changes.length;++i)
  piccolo_common_v1_FieldChange.encode(m.changes[i],w.uint32(34).fork(),q+1).ldelim()
  }
  if(m.source!=null&&Object.hasOwnProperty.call(m,"source"))
  w.uint32(40).int32(m.source)
  if(m.metadata!=null&&Object.hasOwnProperty.call(m,"metadata")){
  for(var ks=Object.keys(m.metadata),i=0;i<ks.length;++i){
  w.uint32(50).fork().uint32(10).string(ks[i])
  .uint32(18).string(m.metadata[ks[i]]).ldelim()
  }
  }
  if(m.revision!=null&&Object.hasOwnProperty.call(m,"revision"))
  w.uint32(56).uint64(m.revision)
  if(m.clockSynchronised!=null&&Object.hasOwnProperty.call(m,"clockSynchronised"))
  w.uint32(64).bool(m.clockSynchronised)
  return w
},
  decode: function StateEvent$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m,k,value
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.resourceId=piccolo_common_v1_ResourceId.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  m.eventType=r.int32()
  break
  }
  case 3: {
  m.timestampMs=r.int64()
  break
  }
  case 4: {
  if(!(m.changes&&m.changes.length))
  m.changes=[]
  m.changes.push(piccolo_common_v1_FieldChange.decode(r,r.uint32(),undefined,n+1))
  break
  }
  case 5: {
  m.source=r.int32()
  break
  }
  case 6: {
  if(m.metadata===util.emptyObject)
  m.metadata={}
  var c2=r.uint32()+r.pos
  if(c2>r.len)
  throw RangeError("index out of range")
  r.len=c2
  k=""
  value=""
  while(r.pos<c2){
  var tag2=r.uint32()
  switch(tag2>>>3){
  case 1: k=r.string(); break
  case 2:
  value=r.string()
  break
  default:
  r.skipType(tag2&7,n)
  break
  }
  }
  if(r.pos!==c2)
  throw RangeError("index out of range")
  r.len=c
  if(k==="__proto__")
  util.makeProp(m.metadata,k)
  m.metadata[k]=value
  break
  }
  case 7: {
  m.revision=r.uint64()
  break
  }
  case 8: {
  m.clockSynchronised=r.bool()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function StateEvent$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.common.v1.StateEvent: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.resourceId!=null){
  if(!util.isObject(d.resourceId))
  throw TypeError(".piccolo.common.v1.StateEvent.resourceId: object expected")
  m.resourceId=piccolo_common_v1_ResourceId.fromObject(d.resourceId,n+1)
  }
  switch(d.eventType){
  default:
  if(typeof(d.eventType)==="number"){m.eventType=d.eventType;break}
  break
  case"EVENT_TYPE_UNSPECIFIED":
  case 0:
  m.eventType=0
  break
  case"EVENT_TYPE_START":
  case 1:
  m.eventType=1
  break
  case"EVENT_TYPE_READY":
  case 2:
  m.eventType=2
  break
  case"EVENT_TYPE_DEGRADE":
  case 3:
  m.eventType=3
  break
  case"EVENT_TYPE_FAIL":
  case 4:
  m.eventType=4
  break
  case"EVENT_TYPE_UPDATE":
  case 5:
  m.eventType=5
  break
  case"EVENT_TYPE_RECOVER":
  case 6:
  m.eventType=6
  break
  case"EVENT_TYPE_TERMINATE":
  case 7:
  m.eventType=7
  break
  case"EVENT_TYPE_RESCHEDULE":
  case 8:
  m.eventType=8
  break
  case"EVENT_TYPE_TERMINATED":
  case 9:
  m.eventType=9
  break
  case"EVENT_TYPE_SPEC_CHANGED":
  case 20:
  m.eventType=20
  break
  case"EVENT_TYPE_STATUS_OBSERVED":
  case 21:
  m.eventType=21
  break
  case"EVENT_TYPE_CONDITION_CHANGED":
  case 22:
  m.eventType=22
  break
  case"EVENT_TYPE_PLAN_CREATED":
  case 23:
  m.eventType=23
  break
  case"EVENT_TYPE_ACTION_EXECUTED":
  case 24:
  m.eventType=24
  break
  case"EVENT_TYPE_RECOVERY_ATTEMPTED":
  case 25:
  m.eventType=25
  break
  case"EVENT_TYPE_ALERT_RAISED":
  case 26:
  m.eventType=26
  break
  }
  if(d.timestampMs!=null){
  if(util.Long)
  m.timestampMs=util.Long.fromValue(d.timestampMs,false)
  else if(typeof d.timestampMs==="string")
  m.timestampMs=parseInt(d.timestampMs,10)
  else if(typeof d.timestampMs==="number")
  m.timestampMs=d.timestampMs
  else if(typeof d.timestampMs==="object")
  m.timestampMs=new util.LongBits(d.timestampMs.low>>>0,d.timestampMs.high>>>0).toNumber()
  }
  if(d.changes){
  if(!Array.isArray(d.changes))
  throw TypeError(".piccolo.common.v1.StateEvent.changes: array expected")
  m.changes=[]
  for(var i=0;i<d.changes.length;++i){
  if(!util.isObject(d.changes[i]))
  throw TypeError(".piccolo.common.v1.StateEvent.changes: object expected")
  m.changes[i]=piccolo_common_v1_FieldChange.fromObject(d.changes[i],n+1)
  }
  }
  switch(d.source){
  default:
  if(typeof(d.source)==="number"){m.source=d.source;break}
  break
  case"EVENT_SOURCE_UNSPECIFIED":
  case 0:
  m.source=0
  break
  case"EVENT_SOURCE_STATE_MANAGER":
  case 1:
  m.source=1
  break
  case"EVENT_SOURCE_NODE_AGENT":
  case 2:
  m.source=2
  break
  case"EVENT_SOURCE_ACTION_CONTROLLER":
  case 3:
  m.source=3
  break
  case"EVENT_SOURCE_RECOVERY":
  case 4:
  m.source=4
  break
  case"EVENT_SOURCE_OPERATOR":
  case 5:
  m.source=5
  break
  case"EVENT_SOURCE_ETCD":
  case 6:
  m.source=6
  break
  }
  if(d.metadata){
  if(!util.isObject(d.metadata))
  throw TypeError(".piccolo.common.v1.StateEvent.metadata: object expected")
  m.metadata={}
  for(var ks=Object.keys(d.metadata),i=0;i<ks.length;++i){
  if(ks[i]==="__proto__")
  util.makeProp(m.metadata,ks[i])
  m.metadata[ks[i]]=String(d.metadata[ks[i]])
  }
  }
  if(d.revision!=null){
  if(util.Long)
  m.revision=util.Long.fromValue(d.revision,true)
  else if(typeof d.revision==="string")
  m.revision=parseInt(d.revision,10)
  else if(typeof d.revision==="number")
  m.revision=d.revision
  else if(typeof d.revision==="object")
  m.revision=new util.LongBits(d.revision.low>>>0,d.revision.high>>>0).toNumber(true)
  }
  if(d.clockSynchronised!=null){
  m.clockSynchronised=Boolean(d.clockSynchronised)
  }
  return m
},
  toObject: function StateEvent$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.changes=[]
  }
  if(o.objects||o.defaults){
  d.metadata={}
  }
  if(o.defaults){
  d.resourceId=null
  d.eventType=o.enums===String?"EVENT_TYPE_UNSPECIFIED":0
  if(util.Long){
  var n=new util.Long(0,0,false)
  d.timestampMs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.timestampMs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.source=o.enums===String?"EVENT_SOURCE_UNSPECIFIED":0
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.revision=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.revision=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.clockSynchronised=false
  }
  if(m.resourceId!=null&&Object.hasOwnProperty.call(m,"resourceId")){
  d.resourceId=piccolo_common_v1_ResourceId.toObject(m.resourceId,o,q+1)
  }
  if(m.eventType!=null&&Object.hasOwnProperty.call(m,"eventType")){
  d.eventType=o.enums===String?(piccolo_common_v1_EventType.values[m.eventType]===undefined?m.eventType:piccolo_common_v1_EventType.values[m.eventType]):m.eventType
  }
  if(m.timestampMs!=null&&Object.hasOwnProperty.call(m,"timestampMs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.timestampMs=typeof m.timestampMs==="number"?BigInt(m.timestampMs):util.Long.fromBits(m.timestampMs.low>>>0,m.timestampMs.high>>>0,false).toBigInt()
  else if(typeof m.timestampMs==="number")
  d.timestampMs=o.longs===String?String(m.timestampMs):m.timestampMs
  else
  d.timestampMs=o.longs===String?util.Long.prototype.toString.call(m.timestampMs):o.longs===Number?new util.LongBits(m.timestampMs.low>>>0,m.timestampMs.high>>>0).toNumber():m.timestampMs
  }
  if(m.changes&&m.changes.length){
  d.changes=[]
  for(var j=0;j<m.changes.length;++j){
  d.changes[j]=piccolo_common_v1_FieldChange.toObject(m.changes[j],o,q+1)
  }
  }
  if(m.source!=null&&Object.hasOwnProperty.call(m,"source")){
  d.source=o.enums===String?(piccolo_common_v1_EventSource.values[m.source]===undefined?m.source:piccolo_common_v1_EventSource.values[m.source]):m.source
  }
  var ks2
  if(m.metadata&&(ks2=Object.keys(m.metadata)).length){
  d.metadata={}
  for(var j=0;j<ks2.length;++j){
  if(ks2[j]==="__proto__")
  util.makeProp(d.metadata,ks2[j])
  d.metadata[ks2[j]]=m.metadata[ks2[j]]
  }
  }
  if(m.revision!=null&&Object.hasOwnProperty.call(m,"revision")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.revision=typeof m.revision==="number"?BigInt(m.revision):util.Long.fromBits(m.revision.low>>>0,m.revision.high>>>0,true).toBigInt()
  else if(typeof m.revision==="number")
  d.revision=o.longs===String?String(m.revision):m.revision
  else
  d.revision=o.longs===String?util.Long.prototype.toString.call(m.revision):o.longs===Number?new util.LongBits(m.revision.low>>>0,m.revision.high>>>0).toNumber(true):m.revision
  }
  if(m.clockSynchronised!=null&&Object.hasOwnProperty.call(m,"clockSynchronised")){
  d.clockSynchronised=m.clockSynchronised
  }
  return d
},
};
piccolo_common_v1_StateEvent.ctor.prototype.metadata = util.emptyObject;

const piccolo_common_v1_LogLine = {
  ctor: class LogLine {},
  encode: function LogLine$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.replica!=null&&Object.hasOwnProperty.call(m,"replica"))
  w.uint32(8).uint32(m.replica)
  if(m.timestampMs!=null&&Object.hasOwnProperty.call(m,"timestampMs"))
  w.uint32(16).int64(m.timestampMs)
  if(m.text!=null&&Object.hasOwnProperty.call(m,"text"))
  w.uint32(26).string(m.text)
  return w
},
  decode: function LogLine$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.replica=r.uint32()
  break
  }
  case 2: {
  m.timestampMs=r.int64()
  break
  }
  case 3: {
  m.text=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function LogLine$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.common.v1.LogLine: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.replica!=null){
  m.replica=d.replica>>>0
  }
  if(d.timestampMs!=null){
  if(util.Long)
  m.timestampMs=util.Long.fromValue(d.timestampMs,false)
  else if(typeof d.timestampMs==="string")
  m.timestampMs=parseInt(d.timestampMs,10)
  else if(typeof d.timestampMs==="number")
  m.timestampMs=d.timestampMs
  else if(typeof d.timestampMs==="object")
  m.timestampMs=new util.LongBits(d.timestampMs.low>>>0,d.timestampMs.high>>>0).toNumber()
  }
  if(d.text!=null){
  m.text=String(d.text)
  }
  return m
},
  toObject: function LogLine$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.replica=0
  if(util.Long){
  var n=new util.Long(0,0,false)
  d.timestampMs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.timestampMs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.text=""
  }
  if(m.replica!=null&&Object.hasOwnProperty.call(m,"replica")){
  d.replica=m.replica
  }
  if(m.timestampMs!=null&&Object.hasOwnProperty.call(m,"timestampMs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.timestampMs=typeof m.timestampMs==="number"?BigInt(m.timestampMs):util.Long.fromBits(m.timestampMs.low>>>0,m.timestampMs.high>>>0,false).toBigInt()
  else if(typeof m.timestampMs==="number")
  d.timestampMs=o.longs===String?String(m.timestampMs):m.timestampMs
  else
  d.timestampMs=o.longs===String?util.Long.prototype.toString.call(m.timestampMs):o.longs===Number?new util.LongBits(m.timestampMs.low>>>0,m.timestampMs.high>>>0).toNumber():m.timestampMs
  }
  if(m.text!=null&&Object.hasOwnProperty.call(m,"text")){
  d.text=m.text
  }
  return d
},
};

const piccolo_monitoringserver_v1_StateAlert = {
  ctor: class StateAlert {},
  encode: function StateAlert$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.alertId!=null&&Object.hasOwnProperty.call(m,"alertId"))
  w.uint32(10).string(m.alertId)
  if(m.resourceId!=null&&Object.hasOwnProperty.call(m,"resourceId"))
  piccolo_common_v1_ResourceId.encode(m.resourceId,w.uint32(18).fork(),q+1).ldelim()
  if(m.severity!=null&&Object.hasOwnProperty.call(m,"severity"))
  w.uint32(24).int32(m.severity)
  if(m.reason!=null&&Object.hasOwnProperty.call(m,"reason"))
  w.uint32(34).string(m.reason)
  if(m.message!=null&&Object.hasOwnProperty.call(m,"message"))
  w.uint32(42).string(m.message)
  if(m.timestampMs!=null&&Object.hasOwnProperty.call(m,"timestampMs"))
  w.uint32(48).int64(m.timestampMs)
  if(m.issueType!=null&&Object.hasOwnProperty.call(m,"issueType"))
  w.uint32(56).int32(m.issueType)
  if(m.revision!=null&&Object.hasOwnProperty.call(m,"revision"))
  w.uint32(64).uint64(m.revision)
  return w
},
  decode: function StateAlert$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.alertId=r.string()
  break
  }
  case 2: {
  m.resourceId=piccolo_common_v1_ResourceId.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 3: {
  m.severity=r.int32()
  break
  }
  case 4: {
  m.reason=r.string()
  break
  }
  case 5: {
  m.message=r.string()
  break
  }
  case 6: {
  m.timestampMs=r.int64()
  break
  }
  case 7: {
  m.issueType=r.int32()
  break
  }
  case 8: {
  m.revision=r.uint64()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function StateAlert$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.monitoringserver.v1.StateAlert: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.alertId!=null){
  m.alertId=String(d.alertId)
  }
  if(d.resourceId!=null){
  if(!util.isObject(d.resourceId))
  throw TypeError(".piccolo.monitoringserver.v1.StateAlert.resourceId: object expected")
  m.resourceId=piccolo_common_v1_ResourceId.fromObject(d.resourceId,n+1)
  }
  switch(d.severity){
  default:
  if(typeof(d.severity)==="number"){m.severity=d.severity;break}
  break
  case"ALERT_SEVERITY_UNSPECIFIED":
  case 0:
  m.severity=0
  break
  case"ALERT_SEVERITY_INFO":
  case 1:
  m.severity=1
  break
  case"ALERT_SEVERITY_WARNING":
  case 2:
  m.severity=2
  break
  case"ALERT_SEVERITY_CRITICAL":
  case 3:
  m.severity=3
  break
  }
  if(d.reason!=null){
  m.reason=String(d.reason)
  }
  if(d.message!=null){
  m.message=String(d.message)
  }
  if(d.timestampMs!=null){
  if(util.Long)
  m.timestampMs=util.Long.fromValue(d.timestampMs,false)
  else if(typeof d.timestampMs==="string")
  m.timestampMs=parseInt(d.timestampMs,10)
  else if(typeof d.timestampMs==="number")
  m.timestampMs=d.timestampMs
  else if(typeof d.timestampMs==="object")
  m.timestampMs=new util.LongBits(d.timestampMs.low>>>0,d.timestampMs.high>>>0).toNumber()
  }
  switch(d.issueType){
  default:
  if(typeof(d.issueType)==="number"){m.issueType=d.issueType;break}
  break
  case"ISSUE_TYPE_UNSPECIFIED":
  case 0:
  m.issueType=0
  break
  case"ISSUE_TYPE_CRASH":
  case 1:
  m.issueType=1
  break
  case"ISSUE_TYPE_CRASH_LOOP":
  case 2:
  m.issueType=2
  break
  case"ISSUE_TYPE_UNRESPONSIVE":
  case 3:
  m.issueType=3
  break
  case"ISSUE_TYPE_START_FAILURE":
  case 4:
  m.issueType=4
  break
  case"ISSUE_TYPE_STUCK_TRANSITION":
  case 5:
  m.issueType=5
  break
  case"ISSUE_TYPE_CONFIG_INVALID":
  case 6:
  m.issueType=6
  break
  case"ISSUE_TYPE_VERSION_FAULT":
  case 7:
  m.issueType=7
  break
  case"ISSUE_TYPE_RESOURCE_EXHAUSTED":
  case 8:
  m.issueType=8
  break
  case"ISSUE_TYPE_NODE_LOST":
  case 9:
  m.issueType=9
  break
  case"ISSUE_TYPE_DEPENDENCY_FAILED":
  case 10:
  m.issueType=10
  break
  case"ISSUE_TYPE_FLAPPING":
  case 11:
  m.issueType=11
  break
  case"ISSUE_TYPE_UNKNOWN":
  case 12:
  m.issueType=12
  break
  }
  if(d.revision!=null){
  if(util.Long)
  m.revision=util.Long.fromValue(d.revision,true)
  else if(typeof d.revision==="string")
  m.revision=parseInt(d.revision,10)
  else if(typeof d.revision==="number")
  m.revision=d.revision
  else if(typeof d.revision==="object")
  m.revision=new util.LongBits(d.revision.low>>>0,d.revision.high>>>0).toNumber(true)
  }
  return m
},
  toObject: function StateAlert$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.alertId=""
  d.resourceId=null
  d.severity=o.enums===String?"ALERT_SEVERITY_UNSPECIFIED":0
  d.reason=""
  d.message=""
  if(util.Long){
  var n=new util.Long(0,0,false)
  d.timestampMs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.timestampMs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.issueType=o.enums===String?"ISSUE_TYPE_UNSPECIFIED":0
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.revision=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.revision=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  }
  if(m.alertId!=null&&Object.hasOwnProperty.call(m,"alertId")){
  d.alertId=m.alertId
  }
  if(m.resourceId!=null&&Object.hasOwnProperty.call(m,"resourceId")){
  d.resourceId=piccolo_common_v1_ResourceId.toObject(m.resourceId,o,q+1)
  }
  if(m.severity!=null&&Object.hasOwnProperty.call(m,"severity")){
  d.severity=o.enums===String?(piccolo_monitoringserver_v1_AlertSeverity.values[m.severity]===undefined?m.severity:piccolo_monitoringserver_v1_AlertSeverity.values[m.severity]):m.severity
  }
  if(m.reason!=null&&Object.hasOwnProperty.call(m,"reason")){
  d.reason=m.reason
  }
  if(m.message!=null&&Object.hasOwnProperty.call(m,"message")){
  d.message=m.message
  }
  if(m.timestampMs!=null&&Object.hasOwnProperty.call(m,"timestampMs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.timestampMs=typeof m.timestampMs==="number"?BigInt(m.timestampMs):util.Long.fromBits(m.timestampMs.low>>>0,m.timestampMs.high>>>0,false).toBigInt()
  else if(typeof m.timestampMs==="number")
  d.timestampMs=o.longs===String?String(m.timestampMs):m.timestampMs
  else
  d.timestampMs=o.longs===String?util.Long.prototype.toString.call(m.timestampMs):o.longs===Number?new util.LongBits(m.timestampMs.low>>>0,m.timestampMs.high>>>0).toNumber():m.timestampMs
  }
  if(m.issueType!=null&&Object.hasOwnProperty.call(m,"issueType")){
  d.issueType=o.enums===String?(piccolo_common_v1_IssueType.values[m.issueType]===undefined?m.issueType:piccolo_common_v1_IssueType.values[m.issueType]):m.issueType
  }
  if(m.revision!=null&&Object.hasOwnProperty.call(m,"revision")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.revision=typeof m.revision==="number"?BigInt(m.revision):util.Long.fromBits(m.revision.low>>>0,m.revision.high>>>0,true).toBigInt()
  else if(typeof m.revision==="number")
  d.revision=o.longs===String?String(m.revision):m.revision
  else
  d.revision=o.longs===String?util.Long.prototype.toString.call(m.revision):o.longs===Number?new util.LongBits(m.revision.low>>>0,m.revision.high>>>0).toNumber(true):m.revision
  }
  return d
},
};

const piccolo_monitoringserver_v1_SendAlertRequest = {
  ctor: class SendAlertRequest {},
  encode: function SendAlertRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.alert!=null&&Object.hasOwnProperty.call(m,"alert"))
  piccolo_monitoringserver_v1_StateAlert.encode(m.alert,w.uint32(10).fork(),q+1).ldelim()
  return w
},
  decode: function SendAlertRequest$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.alert=piccolo_monitoringserver_v1_StateAlert.decode(r,r.uint32(),undefined,n+1)
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function SendAlertRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.monitoringserver.v1.SendAlertRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.alert!=null){
  if(!util.isObject(d.alert))
  throw TypeError(".piccolo.monitoringserver.v1.SendAlertRequest.alert: object expected")
  m.alert=piccolo_monitoringserver_v1_StateAlert.fromObject(d.alert,n+1)
  }
  return m
},
  toObject: function SendAlertRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.alert=null
  }
  if(m.alert!=null&&Object.hasOwnProperty.call(m,"alert")){
  d.alert=piccolo_monitoringserver_v1_StateAlert.toObject(m.alert,o,q+1)
  }
  return d
},
};

const piccolo_monitoringserver_v1_SendAlertResponse = {
  ctor: class SendAlertResponse {},
  encode: function SendAlertResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  return w
},
  decode: function SendAlertResponse$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function SendAlertResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  return new this.ctor
},
  toObject: function SendAlertResponse$toObject(){
  return {}
},
};

const piccolo_monitoringserver_v1_Metric = {
  ctor: class Metric {},
  encode: function Metric$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.name!=null&&Object.hasOwnProperty.call(m,"name"))
  w.uint32(10).string(m.name)
  if(m.labels!=null&&Object.hasOwnProperty.call(m,"labels")){
  for(var ks=Object.keys(m.labels),i=0;i<ks.length;++i){
  w.uint32(18).fork().uint32(10).string(ks[i])
  .uint32(18).string(m.labels[ks[i]]).ldelim()
  }
  }
  if(m.value!=null&&Object.hasOwnProperty.call(m,"value"))
  w.uint32(25).double(m.value)
  return w
},
  decode: function Metric$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m,k,value
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.name=r.string()
  break
  }
  case 2: {
  if(m.labels===util.emptyObject)
  m.labels={}
  var c2=r.uint32()+r.pos
  if(c2>r.len)
  throw RangeError("index out of range")
  r.len=c2
  k=""
  value=""
  while(r.pos<c2){
  var tag2=r.uint32()
  switch(tag2>>>3){
  case 1: k=r.string(); break
  case 2:
  value=r.string()
  break
  default:
  r.skipType(tag2&7,n)
  break
  }
  }
  if(r.pos!==c2)
  throw RangeError("index out of range")
  r.len=c
  if(k==="__proto__")
  util.makeProp(m.labels,k)
  m.labels[k]=value
  break
  }
  case 3: {
  m.value=r.double()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function Metric$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.monitoringserver.v1.Metric: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.name!=null){
  m.name=String(d.name)
  }
  if(d.labels){
  if(!util.isObject(d.labels))
  throw TypeError(".piccolo.monitoringserver.v1.Metric.labels: object expected")
  m.labels={}
  for(var ks=Object.keys(d.labels),i=0;i<ks.length;++i){
  if(ks[i]==="__proto__")
  util.makeProp(m.labels,ks[i])
  m.labels[ks[i]]=String(d.labels[ks[i]])
  }
  }
  if(d.value!=null){
  m.value=Number(d.value)
  }
  return m
},
  toObject: function Metric$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.objects||o.defaults){
  d.labels={}
  }
  if(o.defaults){
  d.name=""
  d.value=0
  }
  if(m.name!=null&&Object.hasOwnProperty.call(m,"name")){
  d.name=m.name
  }
  var ks2
  if(m.labels&&(ks2=Object.keys(m.labels)).length){
  d.labels={}
  for(var j=0;j<ks2.length;++j){
  if(ks2[j]==="__proto__")
  util.makeProp(d.labels,ks2[j])
  d.labels[ks2[j]]=m.labels[ks2[j]]
  }
  }
  if(m.value!=null&&Object.hasOwnProperty.call(m,"value")){
  d.value=o.json&&!isFinite(m.value)?String(m.value):m.value
  }
  return d
},
};
piccolo_monitoringserver_v1_Metric.ctor.prototype.labels = util.emptyObject;

const piccolo_monitoringserver_v1_StateMetrics = {
  ctor: class StateMetrics {},
  encode: function StateMetrics$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.timestampMs!=null&&Object.hasOwnProperty.call(m,"timestampMs"))
  w.uint32(8).int64(m.timestampMs)
  if(m.metrics!=null&&m.metrics.length){
  for(var i=0;i<m.metrics.length;++i)
  piccolo_monitoringserver_v1_Metric.encode(m.metrics[i],w.uint32(18).fork(),q+1).ldelim()
  }
  return w
},
  decode: function StateMetrics$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.timestampMs=r.int64()
  break
  }
  case 2: {
  if(!(m.metrics&&m.metrics.length))
  m.metrics=[]
  m.metrics.push(piccolo_monitoringserver_v1_Metric.decode(r,r.uint32(),undefined,n+1))
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function StateMetrics$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.monitoringserver.v1.StateMetrics: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.timestampMs!=null){
  if(util.Long)
  m.timestampMs=util.Long.fromValue(d.timestampMs,false)
  else if(typeof d.timestampMs==="string")
  m.timestampMs=parseInt(d.timestampMs,10)
  else if(typeof d.timestampMs==="number")
  m.timestampMs=d.timestampMs
  else if(typeof d.timestampMs==="object")
  m.timestampMs=new util.LongBits(d.timestampMs.low>>>0,d.timestampMs.high>>>0).toNumber()
  }
  if(d.metrics){
  if(!Array.isArray(d.metrics))
  throw TypeError(".piccolo.monitoringserver.v1.StateMetrics.metrics: array expected")
  m.metrics=[]
  for(var i=0;i<d.metrics.length;++i){
  if(!util.isObject(d.metrics[i]))
  throw TypeError(".piccolo.monitoringserver.v1.StateMetrics.metrics: object expected")
  m.metrics[i]=piccolo_monitoringserver_v1_Metric.fromObject(d.metrics[i],n+1)
  }
  }
  return m
},
  toObject: function StateMetrics$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.metrics=[]
  }
  if(o.defaults){
  if(util.Long){
  var n=new util.Long(0,0,false)
  d.timestampMs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.timestampMs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  }
  if(m.timestampMs!=null&&Object.hasOwnProperty.call(m,"timestampMs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.timestampMs=typeof m.timestampMs==="number"?BigInt(m.timestampMs):util.Long.fromBits(m.timestampMs.low>>>0,m.timestampMs.high>>>0,false).toBigInt()
  else if(typeof m.timestampMs==="number")
  d.timestampMs=o.longs===String?String(m.timestampMs):m.timestampMs
  else
  d.timestampMs=o.longs===String?util.Long.prototype.toString.call(m.timestampMs):o.longs===Number?new util.LongBits(m.timestampMs.low>>>0,m.timestampMs.high>>>0).toNumber():m.timestampMs
  }
  if(m.metrics&&m.metrics.length){
  d.metrics=[]
  for(var j=0;j<m.metrics.length;++j){
  d.metrics[j]=piccolo_monitoringserver_v1_Metric.toObject(m.metrics[j],o,q+1)
  }
  }
  return d
},
};

const piccolo_monitoringserver_v1_SendMetricsRequest = {
  ctor: class SendMetricsRequest {},
  encode: function SendMetricsRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.metrics!=null&&Object.hasOwnProperty.call(m,"metrics"))
  piccolo_monitoringserver_v1_StateMetrics.encode(m.metrics,w.uint32(10).fork(),q+1).ldelim()
  return w
},
  decode: function SendMetricsRequest$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.metrics=piccolo_monitoringserver_v1_StateMetrics.decode(r,r.uint32(),undefined,n+1)
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function SendMetricsRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.monitoringserver.v1.SendMetricsRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.metrics!=null){
  if(!util.isObject(d.metrics))
  throw TypeError(".piccolo.monitoringserver.v1.SendMetricsRequest.metrics: object expected")
  m.metrics=piccolo_monitoringserver_v1_StateMetrics.fromObject(d.metrics,n+1)
  }
  return m
},
  toObject: function SendMetricsRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.metrics=null
  }
  if(m.metrics!=null&&Object.hasOwnProperty.call(m,"metrics")){
  d.metrics=piccolo_monitoringserver_v1_StateMetrics.toObject(m.metrics,o,q+1)
  }
  return d
},
};

const piccolo_monitoringserver_v1_SendMetricsResponse = {
  ctor: class SendMetricsResponse {},
  encode: function SendMetricsResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  return w
},
  decode: function SendMetricsResponse$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function SendMetricsResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  return new this.ctor
},
  toObject: function SendMetricsResponse$toObject(){
  return {}
},
};

const piccolo_nodeagent_v1_ReadLogsRequest = {
  ctor: class ReadLogsRequest {},
  encode: function ReadLogsRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.resourceId!=null&&Object.hasOwnProperty.call(m,"resourceId"))
  piccolo_common_v1_ResourceId.encode(m.resourceId,w.uint32(10).fork(),q+1).ldelim()
  if(m.replica!=null&&Object.hasOwnProperty.call(m,"replica"))
  w.uint32(16).uint32(m.replica)
  if(m.tailLines!=null&&Object.hasOwnProperty.call(m,"tailLines"))
  w.uint32(24).uint32(m.tailLines)
  if(m.maxAgeMs!=null&&Object.hasOwnProperty.call(m,"maxAgeMs"))
  w.uint32(32).uint64(m.maxAgeMs)
  if(m.follow!=null&&Object.hasOwnProperty.call(m,"follow"))
  w.uint32(40).bool(m.follow)
  return w
},
  decode: function ReadLogsRequest$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.resourceId=piccolo_common_v1_ResourceId.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  m.replica=r.uint32()
  break
  }
  case 3: {
  m.tailLines=r.uint32()
  break
  }
  case 4: {
  m.maxAgeMs=r.uint64()
  break
  }
  case 5: {
  m.follow=r.bool()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ReadLogsRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.nodeagent.v1.ReadLogsRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.resourceId!=null){
  if(!util.isObject(d.resourceId))
  throw TypeError(".piccolo.nodeagent.v1.ReadLogsRequest.resourceId: object expected")
  m.resourceId=piccolo_common_v1_ResourceId.fromObject(d.resourceId,n+1)
  }
  if(d.replica!=null){
  m.replica=d.replica>>>0
  }
  if(d.tailLines!=null){
  m.tailLines=d.tailLines>>>0
  }
  if(d.maxAgeMs!=null){
  if(util.Long)
  m.maxAgeMs=util.Long.fromValue(d.maxAgeMs,true)
  else if(typeof d.maxAgeMs==="string")
  m.maxAgeMs=parseInt(d.maxAgeMs,10)
  else if(typeof d.maxAgeMs==="number")
  m.maxAgeMs=d.maxAgeMs
  else if(typeof d.maxAgeMs==="object")
  m.maxAgeMs=new util.LongBits(d.maxAgeMs.low>>>0,d.maxAgeMs.high>>>0).toNumber(true)
  }
  if(d.follow!=null){
  m.follow=Boolean(d.follow)
  }
  return m
},
  toObject: function ReadLogsRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.resourceId=null
  d.tailLines=0
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.maxAgeMs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.maxAgeMs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.follow=false
  }
  if(m.resourceId!=null&&Object.hasOwnProperty.call(m,"resourceId")){
  d.resourceId=piccolo_common_v1_ResourceId.toObject(m.resourceId,o,q+1)
  }
  if(m.replica!=null&&Object.hasOwnProperty.call(m,"replica")){
  d.replica=m.replica
  if(o.oneofs)
  d._replica="replica"
  }
  if(m.tailLines!=null&&Object.hasOwnProperty.call(m,"tailLines")){
  d.tailLines=m.tailLines
  }
  if(m.maxAgeMs!=null&&Object.hasOwnProperty.call(m,"maxAgeMs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.maxAgeMs=typeof m.maxAgeMs==="number"?BigInt(m.maxAgeMs):util.Long.fromBits(m.maxAgeMs.low>>>0,m.maxAgeMs.high>>>0,true).toBigInt()
  else if(typeof m.maxAgeMs==="number")
  d.maxAgeMs=o.longs===String?String(m.maxAgeMs):m.maxAgeMs
  else
  d.maxAgeMs=o.longs===String?util.Long.prototype.toString.call(m.maxAgeMs):o.longs===Number?new util.LongBits(m.maxAgeMs.low>>>0,m.maxAgeMs.high>>>0).toNumber(true):m.maxAgeMs
  }
  if(m.follow!=null&&Object.hasOwnProperty.call(m,"follow")){
  d.follow=m.follow
  }
  return d
},
};

const piccolo_nodeagent_v1_ReadLogsResponse = {
  ctor: class ReadLogsResponse {},
  encode: function ReadLogsResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.lines!=null&&m.lines.length){
  for(var i=0;i<m.lines.length;++i)
  piccolo_common_v1_LogLine.encode(m.lines[i],w.uint32(10).fork(),q+1).ldelim()
  }
  return w
},
  decode: function ReadLogsResponse$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  if(!(m.lines&&m.lines.length))
  m.lines=[]
  m.lines.push(piccolo_common_v1_LogLine.decode(r,r.uint32(),undefined,n+1))
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ReadLogsResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.nodeagent.v1.ReadLogsResponse: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.lines){
  if(!Array.isArray(d.lines))
  throw TypeError(".piccolo.nodeagent.v1.ReadLogsResponse.lines: array expected")
  m.lines=[]
  for(var i=0;i<d.lines.length;++i){
  if(!util.isObject(d.lines[i]))
  throw TypeError(".piccolo.nodeagent.v1.ReadLogsResponse.lines: object expected")
  m.lines[i]=piccolo_common_v1_LogLine.fromObject(d.lines[i],n+1)
  }
  }
  return m
},
  toObject: function ReadLogsResponse$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.lines=[]
  }
  if(m.lines&&m.lines.length){
  d.lines=[]
  for(var j=0;j<m.lines.length;++j){
  d.lines[j]=piccolo_common_v1_LogLine.toObject(m.lines[j],o,q+1)
  }
  }
  return d
},
};

const piccolo_nodeagent_v1_StateDiffRequest = {
  ctor: class StateDiffRequest {},
  encode: function StateDiffRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.resourceId!=null&&Object.hasOwnProperty.call(m,"resourceId"))
  piccolo_common_v1_ResourceId.encode(m.resourceId,w.uint32(10).fork(),q+1).ldelim()
  return w
},
  decode: function StateDiffRequest$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.resourceId=piccolo_common_v1_ResourceId.decode(r,r.uint32(),undefined,n+1)
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function StateDiffRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.nodeagent.v1.StateDiffRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.resourceId!=null){
  if(!util.isObject(d.resourceId))
  throw TypeError(".piccolo.nodeagent.v1.StateDiffRequest.resourceId: object expected")
  m.resourceId=piccolo_common_v1_ResourceId.fromObject(d.resourceId,n+1)
  }
  return m
},
  toObject: function StateDiffRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.resourceId=null
  }
  if(m.resourceId!=null&&Object.hasOwnProperty.call(m,"resourceId")){
  d.resourceId=piccolo_common_v1_ResourceId.toObject(m.resourceId,o,q+1)
  }
  return d
},
};

const piccolo_nodeagent_v1_GetStateDiffResponse = {
  ctor: class GetStateDiffResponse {},
  encode: function GetStateDiffResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.diff!=null&&Object.hasOwnProperty.call(m,"diff"))
  piccolo_common_v1_StateDiff.encode(m.diff,w.uint32(10).fork(),q+1).ldelim()
  return w
},
  decode: function GetStateDiffResponse$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.diff=piccolo_common_v1_StateDiff.decode(r,r.uint32(),undefined,n+1)
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function GetStateDiffResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.nodeagent.v1.GetStateDiffResponse: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.diff!=null){
  if(!util.isObject(d.diff))
  throw TypeError(".piccolo.nodeagent.v1.GetStateDiffResponse.diff: object expected")
  m.diff=piccolo_common_v1_StateDiff.fromObject(d.diff,n+1)
  }
  return m
},
  toObject: function GetStateDiffResponse$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.diff=null
  }
  if(m.diff!=null&&Object.hasOwnProperty.call(m,"diff")){
  d.diff=piccolo_common_v1_StateDiff.toObject(m.diff,o,q+1)
  }
  return d
},
};

const piccolo_nodeagent_v1_ResourceFilter = {
  ctor: class ResourceFilter {},
  encode: function ResourceFilter$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.namespaces!=null&&m.namespaces.length){
  for(var i=0;i<m.namespaces.length;++i)
  w.uint32(10).string(m.namespaces[i])
  }
  if(m.resourceIds!=null&&m.resourceIds.length){
  for(var i=0;i<m.resourceIds.length;++i)
  piccolo_common_v1_ResourceId.encode(m.resourceIds[i],w.uint32(18).fork(),q+1).ldelim()
  }
  return w
},
  decode: function ResourceFilter$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  if(!(m.namespaces&&m.namespaces.length))
  m.namespaces=[]
  m.namespaces.push(r.string())
  break
  }
  case 2: {
  if(!(m.resourceIds&&m.resourceIds.length))
  m.resourceIds=[]
  m.resourceIds.push(piccolo_common_v1_ResourceId.decode(r,r.uint32(),undefined,n+1))
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ResourceFilter$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.nodeagent.v1.ResourceFilter: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.namespaces){
  if(!Array.isArray(d.namespaces))
  throw TypeError(".piccolo.nodeagent.v1.ResourceFilter.namespaces: array expected")
  m.namespaces=[]
  for(var i=0;i<d.namespaces.length;++i){
  m.namespaces[i]=String(d.namespaces[i])
  }
  }
  if(d.resourceIds){
  if(!Array.isArray(d.resourceIds))
  throw TypeError(".piccolo.nodeagent.v1.ResourceFilter.resourceIds: array expected")
  m.resourceIds=[]
  for(var i=0;i<d.resourceIds.length;++i){
  if(!util.isObject(d.resourceIds[i]))
  throw TypeError(".piccolo.nodeagent.v1.ResourceFilter.resourceIds: object expected")
  m.resourceIds[i]=piccolo_common_v1_ResourceId.fromObject(d.resourceIds[i],n+1)
  }
  }
  return m
},
  toObject: function ResourceFilter$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.namespaces=[]
  d.resourceIds=[]
  }
  if(m.namespaces&&m.namespaces.length){
  d.namespaces=[]
  for(var j=0;j<m.namespaces.length;++j){
  d.namespaces[j]=m.namespaces[j]
  }
  }
  if(m.resourceIds&&m.resourceIds.length){
  d.resourceIds=[]
  for(var j=0;j<m.resourceIds.length;++j){
  d.resourceIds[j]=piccolo_common_v1_ResourceId.toObject(m.resourceIds[j],o,q+1)
  }
  }
  return d
},
};

const piccolo_nodeagent_v1_StateDiffSubscription = {
  ctor: class StateDiffSubscription {},
  encode: function StateDiffSubscription$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.resourceFilter!=null&&Object.hasOwnProperty.call(m,"resourceFilter"))
  piccolo_nodeagent_v1_ResourceFilter.encode(m.resourceFilter,w.uint32(10).fork(),q+1).ldelim()
  if(m.heartbeatIntervalMs!=null&&Object.hasOwnProperty.call(m,"heartbeatIntervalMs"))
  w.uint32(16).uint32(m.heartbeatIntervalMs)
  if(m.term!=null&&Object.hasOwnProperty.call(m,"term"))
  w.uint32(24).uint64(m.term)
  return w
},
  decode: function StateDiffSubscription$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.resourceFilter=piccolo_nodeagent_v1_ResourceFilter.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  m.heartbeatIntervalMs=r.uint32()
  break
  }
  case 3: {
  m.term=r.uint64()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function StateDiffSubscription$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.nodeagent.v1.StateDiffSubscription: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.resourceFilter!=null){
  if(!util.isObject(d.resourceFilter))
  throw TypeError(".piccolo.nodeagent.v1.StateDiffSubscription.resourceFilter: object expected")
  m.resourceFilter=piccolo_nodeagent_v1_ResourceFilter.fromObject(d.resourceFilter,n+1)
  }
  if(d.heartbeatIntervalMs!=null){
  m.heartbeatIntervalMs=d.heartbeatIntervalMs>>>0
  }
  if(d.term!=null){
  if(util.Long)
  m.term=util.Long.fromValue(d.term,true)
  else if(typeof d.term==="string")
  m.term=parseInt(d.term,10)
  else if(typeof d.term==="number")
  m.term=d.term
  else if(typeof d.term==="object")
  m.term=new util.LongBits(d.term.low>>>0,d.term.high>>>0).toNumber(true)
  }
  return m
},
  toObject: function StateDiffSubscription$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.resourceFilter=null
  d.heartbeatIntervalMs=0
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.term=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.term=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  }
  if(m.resourceFilter!=null&&Object.hasOwnProperty.call(m,"resourceFilter")){
  d.resourceFilter=piccolo_nodeagent_v1_ResourceFilter.toObject(m.resourceFilter,o,q+1)
  }
  if(m.heartbeatIntervalMs!=null&&Object.hasOwnProperty.call(m,"heartbeatIntervalMs")){
  d.heartbeatIntervalMs=m.heartbeatIntervalMs
  }
  if(m.term!=null&&Object.hasOwnProperty.call(m,"term")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.term=typeof m.term==="number"?BigInt(m.term):util.Long.fromBits(m.term.low>>>0,m.term.high>>>0,true).toBigInt()
  else if(typeof m.term==="number")
  d.term=o.longs===String?String(m.term):m.term
  else
  d.term=o.longs===String?util.Long.prototype.toString.call(m.term):o.longs===Number?new util.LongBits(m.term.low>>>0,m.term.high>>>0).toNumber(true):m.term
  }
  return d
},
};

const piccolo_nodeagent_v1_SubscribeStateDiffsResponse = {
  ctor: class SubscribeStateDiffsResponse {},
  encode: function SubscribeStateDiffsResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.diff!=null&&Object.hasOwnProperty.call(m,"diff"))
  piccolo_common_v1_StateDiff.encode(m.diff,w.uint32(10).fork(),q+1).ldelim()
  if(m.snapshotEnd!=null&&Object.hasOwnProperty.call(m,"snapshotEnd"))
  piccolo_nodeagent_v1_SnapshotEnd.encode(m.snapshotEnd,w.uint32(18).fork(),q+1).ldelim()
  if(m.heartbeat!=null&&Object.hasOwnProperty.call(m,"heartbeat"))
  piccolo_nodeagent_v1_Heartbeat.encode(m.heartbeat,w.uint32(26).fork(),q+1).ldelim()
  return w
},
  decode: function SubscribeStateDiffsResponse$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.diff=piccolo_common_v1_StateDiff.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  m.snapshotEnd=piccolo_nodeagent_v1_SnapshotEnd.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 3: {
  m.heartbeat=piccolo_nodeagent_v1_Heartbeat.decode(r,r.uint32(),undefined,n+1)
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function SubscribeStateDiffsResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.nodeagent.v1.SubscribeStateDiffsResponse: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.diff!=null){
  if(!util.isObject(d.diff))
  throw TypeError(".piccolo.nodeagent.v1.SubscribeStateDiffsResponse.diff: object expected")
  m.diff=piccolo_common_v1_StateDiff.fromObject(d.diff,n+1)
  }
  if(d.snapshotEnd!=null){
  if(!util.isObject(d.snapshotEnd))
  throw TypeError(".piccolo.nodeagent.v1.SubscribeStateDiffsResponse.snapshotEnd: object expected")
  m.snapshotEnd=piccolo_nodeagent_v1_SnapshotEnd.fromObject(d.snapshotEnd,n+1)
  }
  if(d.heartbeat!=null){
  if(!util.isObject(d.heartbeat))
  throw TypeError(".piccolo.nodeagent.v1.SubscribeStateDiffsResponse.heartbeat: object expected")
  m.heartbeat=piccolo_nodeagent_v1_Heartbeat.fromObject(d.heartbeat,n+1)
  }
  return m
},
  toObject: function SubscribeStateDiffsResponse$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(m.diff!=null&&Object.hasOwnProperty.call(m,"diff")){
  d.diff=piccolo_common_v1_StateDiff.toObject(m.diff,o,q+1)
  if(o.oneofs)
  d.payload="diff"
  }
  if(m.snapshotEnd!=null&&Object.hasOwnProperty.call(m,"snapshotEnd")){
  d.snapshotEnd=piccolo_nodeagent_v1_SnapshotEnd.toObject(m.snapshotEnd,o,q+1)
  if(o.oneofs)
  d.payload="snapshotEnd"
  }
  if(m.heartbeat!=null&&Object.hasOwnProperty.call(m,"heartbeat")){
  d.heartbeat=piccolo_nodeagent_v1_Heartbeat.toObject(m.heartbeat,o,q+1)
  if(o.oneofs)
  d.payload="heartbeat"
  }
  return d
},
};

const piccolo_nodeagent_v1_SnapshotEnd = {
  ctor: class SnapshotEnd {},
  encode: function SnapshotEnd$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.node!=null&&Object.hasOwnProperty.call(m,"node"))
  w.uint32(10).string(m.node)
  if(m.count!=null&&Object.hasOwnProperty.call(m,"count"))
  w.uint32(16).uint32(m.count)
  return w
},
  decode: function SnapshotEnd$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.node=r.string()
  break
  }
  case 2: {
  m.count=r.uint32()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function SnapshotEnd$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.nodeagent.v1.SnapshotEnd: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.node!=null){
  m.node=String(d.node)
  }
  if(d.count!=null){
  m.count=d.count>>>0
  }
  return m
},
  toObject: function SnapshotEnd$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.node=""
  d.count=0
  }
  if(m.node!=null&&Object.hasOwnProperty.call(m,"node")){
  d.node=m.node
  }
  if(m.count!=null&&Object.hasOwnProperty.call(m,"count")){
  d.count=m.count
  }
  return d
},
};

const piccolo_nodeagent_v1_Heartbeat = {
  ctor: class Heartbeat {},
  encode: function Heartbeat$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.node!=null&&Object.hasOwnProperty.call(m,"node"))
  w.uint32(10).string(m.node)
  return w
},
  decode: function Heartbeat$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.node=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function Heartbeat$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.nodeagent.v1.Heartbeat: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.node!=null){
  m.node=String(d.node)
  }
  return m
},
  toObject: function Heartbeat$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.node=""
  }
  if(m.node!=null&&Object.hasOwnProperty.call(m,"node")){
  d.node=m.node
  }
  return d
},
};

const piccolo_nodeagent_v1_ResourceState = {
  ctor: class ResourceState {},
  encode: function ResourceState$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.spec!=null&&Object.hasOwnProperty.call(m,"spec"))
  piccolo_common_v1_ServiceSpec.encode(m.spec,w.uint32(10).fork(),q+1).ldelim()
  if(m.status!=null&&Object.hasOwnProperty.call(m,"status"))
  piccolo_common_v1_ServiceStatus.encode(m.status,w.uint32(18).fork(),q+1).ldelim()
  if(m.generation!=null&&Object.hasOwnProperty.call(m,"generation"))
  w.uint32(24).uint64(m.generation)
  if(m.revision!=null&&Object.hasOwnProperty.call(m,"revision"))
  w.uint32(32).uint64(m.revision)
  if(m.removed!=null&&Object.hasOwnProperty.call(m,"removed"))
  w.uint32(40).bool(m.removed)
  return w
},
  decode: function ResourceState$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.spec=piccolo_common_v1_ServiceSpec.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  m.status=piccolo_common_v1_ServiceStatus.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 3: {
  m.generation=r.uint64()
  break
  }
  case 4: {
  m.revision=r.uint64()
  break
  }
  case 5: {
  m.removed=r.bool()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ResourceState$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.nodeagent.v1.ResourceState: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.spec!=null){
  if(!util.isObject(d.spec))
  throw TypeError(".piccolo.nodeagent.v1.ResourceState.spec: object expected")
  m.spec=piccolo_common_v1_ServiceSpec.fromObject(d.spec,n+1)
  }
  if(d.status!=null){
  if(!util.isObject(d.status))
  throw TypeError(".piccolo.nodeagent.v1.ResourceState.status: object expected")
  m.status=piccolo_common_v1_ServiceStatus.fromObject(d.status,n+1)
  }
  if(d.generation!=null){
  if(util.Long)
  m.generation=util.Long.fromValue(d.generation,true)
  else if(typeof d.generation==="string")
  m.generation=parseInt(d.generation,10)
  else if(typeof d.generation==="number")
  m.generation=d.generation
  else if(typeof d.generation==="object")
  m.generation=new util.LongBits(d.generation.low>>>0,d.generation.high>>>0).toNumber(true)
  }
  if(d.revision!=null){
  if(util.Long)
  m.revision=util.Long.fromValue(d.revision,true)
  else if(typeof d.revision==="string")
  m.revision=parseInt(d.revision,10)
  else if(typeof d.revision==="number")
  m.revision=d.revision
  else if(typeof d.revision==="object")
  m.revision=new util.LongBits(d.revision.low>>>0,d.revision.high>>>0).toNumber(true)
  }
  if(d.removed!=null){
  m.removed=Boolean(d.removed)
  }
  return m
},
  toObject: function ResourceState$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.spec=null
  d.status=null
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.generation=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.generation=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.revision=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.revision=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.removed=false
  }
  if(m.spec!=null&&Object.hasOwnProperty.call(m,"spec")){
  d.spec=piccolo_common_v1_ServiceSpec.toObject(m.spec,o,q+1)
  }
  if(m.status!=null&&Object.hasOwnProperty.call(m,"status")){
  d.status=piccolo_common_v1_ServiceStatus.toObject(m.status,o,q+1)
  }
  if(m.generation!=null&&Object.hasOwnProperty.call(m,"generation")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.generation=typeof m.generation==="number"?BigInt(m.generation):util.Long.fromBits(m.generation.low>>>0,m.generation.high>>>0,true).toBigInt()
  else if(typeof m.generation==="number")
  d.generation=o.longs===String?String(m.generation):m.generation
  else
  d.generation=o.longs===String?util.Long.prototype.toString.call(m.generation):o.longs===Number?new util.LongBits(m.generation.low>>>0,m.generation.high>>>0).toNumber(true):m.generation
  }
  if(m.revision!=null&&Object.hasOwnProperty.call(m,"revision")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.revision=typeof m.revision==="number"?BigInt(m.revision):util.Long.fromBits(m.revision.low>>>0,m.revision.high>>>0,true).toBigInt()
  else if(typeof m.revision==="number")
  d.revision=o.longs===String?String(m.revision):m.revision
  else
  d.revision=o.longs===String?util.Long.prototype.toString.call(m.revision):o.longs===Number?new util.LongBits(m.revision.low>>>0,m.revision.high>>>0).toNumber(true):m.revision
  }
  if(m.removed!=null&&Object.hasOwnProperty.call(m,"removed")){
  d.removed=m.removed
  }
  return d
},
};

const piccolo_nodeagent_v1_UpdateResourceStateRequest = {
  ctor: class UpdateResourceStateRequest {},
  encode: function UpdateResourceStateRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.resourceId!=null&&Object.hasOwnProperty.call(m,"resourceId"))
  piccolo_common_v1_ResourceId.encode(m.resourceId,w.uint32(10).fork(),q+1).ldelim()
  if(m.updatedState!=null&&Object.hasOwnProperty.call(m,"updatedState"))
  piccolo_nodeagent_v1_ResourceState.encode(m.updatedState,w.uint32(18).fork(),q+1).ldelim()
  if(m.term!=null&&Object.hasOwnProperty.call(m,"term"))
  w.uint32(24).uint64(m.term)
  return w
},
  decode: function UpdateResourceStateRequest$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.resourceId=piccolo_common_v1_ResourceId.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  m.updatedState=piccolo_nodeagent_v1_ResourceState.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 3: {
  m.term=r.uint64()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function UpdateResourceStateRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.nodeagent.v1.UpdateResourceStateRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.resourceId!=null){
  if(!util.isObject(d.resourceId))
  throw TypeError(".piccolo.nodeagent.v1.UpdateResourceStateRequest.resourceId: object expected")
  m.resourceId=piccolo_common_v1_ResourceId.fromObject(d.resourceId,n+1)
  }
  if(d.updatedState!=null){
  if(!util.isObject(d.updatedState))
  throw TypeError(".piccolo.nodeagent.v1.UpdateResourceStateRequest.updatedState: object expected")
  m.updatedState=piccolo_nodeagent_v1_ResourceState.fromObject(d.updatedState,n+1)
  }
  if(d.term!=null){
  if(util.Long)
  m.term=util.Long.fromValue(d.term,true)
  else if(typeof d.term==="string")
  m.term=parseInt(d.term,10)
  else if(typeof d.term==="number")
  m.term=d.term
  else if(typeof d.term==="object")
  m.term=new util.LongBits(d.term.low>>>0,d.term.high>>>0).toNumber(true)
  }
  return m
},
  toObject: function UpdateResourceStateRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.resourceId=null
  d.updatedState=null
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.term=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.term=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  }
  if(m.resourceId!=null&&Object.hasOwnProperty.call(m,"resourceId")){
  d.resourceId=piccolo_common_v1_ResourceId.toObject(m.resourceId,o,q+1)
  }
  if(m.updatedState!=null&&Object.hasOwnProperty.call(m,"updatedState")){
  d.updatedState=piccolo_nodeagent_v1_ResourceState.toObject(m.updatedState,o,q+1)
  }
  if(m.term!=null&&Object.hasOwnProperty.call(m,"term")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.term=typeof m.term==="number"?BigInt(m.term):util.Long.fromBits(m.term.low>>>0,m.term.high>>>0,true).toBigInt()
  else if(typeof m.term==="number")
  d.term=o.longs===String?String(m.term):m.term
  else
  d.term=o.longs===String?util.Long.prototype.toString.call(m.term):o.longs===Number?new util.LongBits(m.term.low>>>0,m.term.high>>>0).toNumber(true):m.term
  }
  return d
},
};

const piccolo_nodeagent_v1_UpdateResourceStateResponse = {
  ctor: class UpdateResourceStateResponse {},
  encode: function UpdateResourceStateResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.accepted!=null&&Object.hasOwnProperty.call(m,"accepted"))
  w.uint32(8).bool(m.accepted)
  return w
},
  decode: function UpdateResourceStateResponse$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.accepted=r.bool()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function UpdateResourceStateResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.nodeagent.v1.UpdateResourceStateResponse: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.accepted!=null){
  m.accepted=Boolean(d.accepted)
  }
  return m
},
  toObject: function UpdateResourceStateResponse$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.accepted=false
  }
  if(m.accepted!=null&&Object.hasOwnProperty.call(m,"accepted")){
  d.accepted=m.accepted
  }
  return d
},
};

const piccolo_statemanager_v1_ListAlertsRequest = {
  ctor: class ListAlertsRequest {},
  encode: function ListAlertsRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  return w
},
  decode: function ListAlertsRequest$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ListAlertsRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  return new this.ctor
},
  toObject: function ListAlertsRequest$toObject(){
  return {}
},
};

const piccolo_statemanager_v1_AlertResolution = {
  ctor: class AlertResolution {},
  encode: function AlertResolution$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.timestampMs!=null&&Object.hasOwnProperty.call(m,"timestampMs"))
  w.uint32(8).int64(m.timestampMs)
  if(m.text!=null&&Object.hasOwnProperty.call(m,"text"))
  w.uint32(18).string(m.text)
  return w
},
  decode: function AlertResolution$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.timestampMs=r.int64()
  break
  }
  case 2: {
  m.text=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function AlertResolution$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.AlertResolution: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.timestampMs!=null){
  if(util.Long)
  m.timestampMs=util.Long.fromValue(d.timestampMs,false)
  else if(typeof d.timestampMs==="string")
  m.timestampMs=parseInt(d.timestampMs,10)
  else if(typeof d.timestampMs==="number")
  m.timestampMs=d.timestampMs
  else if(typeof d.timestampMs==="object")
  m.timestampMs=new util.LongBits(d.timestampMs.low>>>0,d.timestampMs.high>>>0).toNumber()
  }
  if(d.text!=null){
  m.text=String(d.text)
  }
  return m
},
  toObject: function AlertResolution$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  if(util.Long){
  var n=new util.Long(0,0,false)
  d.timestampMs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.timestampMs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.text=""
  }
  if(m.timestampMs!=null&&Object.hasOwnProperty.call(m,"timestampMs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.timestampMs=typeof m.timestampMs==="number"?BigInt(m.timestampMs):util.Long.fromBits(m.timestampMs.low>>>0,m.timestampMs.high>>>0,false).toBigInt()
  else if(typeof m.timestampMs==="number")
  d.timestampMs=o.longs===String?String(m.timestampMs):m.timestampMs
  else
  d.timestampMs=o.longs===String?util.Long.prototype.toString.call(m.timestampMs):o.longs===Number?new util.LongBits(m.timestampMs.low>>>0,m.timestampMs.high>>>0).toNumber():m.timestampMs
  }
  if(m.text!=null&&Object.hasOwnProperty.call(m,"text")){
  d.text=m.text
  }
  return d
},
};

const piccolo_statemanager_v1_KeptAlert = {
  ctor: class KeptAlert {},
  encode: function KeptAlert$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.alert!=null&&Object.hasOwnProperty.call(m,"alert"))
  piccolo_monitoringserver_v1_StateAlert.encode(m.alert,w.uint32(10).fork(),q+1).ldelim()
  if(m.count!=null&&Object.hasOwnProperty.call(m,"count"))
  w.uint32(16).uint32(m.count)
  if(m.lastTimestampMs!=null&&Object.hasOwnProperty.call(m,"lastTimestampMs"))
  w.uint32(24).int64(m.lastTimestampMs)
  if(m.resolution!=null&&Object.hasOwnProperty.call(m,"resolution"))
  piccolo_statemanager_v1_AlertResolution.encode(m.resolution,w.uint32(34).fork(),q+1).ldelim()
  return w
},
  decode: function KeptAlert$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.alert=piccolo_monitoringserver_v1_StateAlert.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  m.count=r.uint32()
  break
  }
  case 3: {
  m.lastTimestampMs=r.int64()
  break
  }
  case 4: {
  m.resolution=piccolo_statemanager_v1_AlertResolution.decode(r,r.uint32(),undefined,n+1)
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function KeptAlert$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.KeptAlert: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.alert!=null){
  if(!util.isObject(d.alert))
  throw TypeError(".piccolo.statemanager.v1.KeptAlert.alert: object expected")
  m.alert=piccolo_monitoringserver_v1_StateAlert.fromObject(d.alert,n+1)
  }
  if(d.count!=null){
  m.count=d.count>>>0
  }
  if(d.lastTimestampMs!=null){
  if(util.Long)
  m.lastTimestampMs=util.Long.fromValue(d.lastTimestampMs,false)
  else if(typeof d.lastTimestampMs==="string")
  m.lastTimestampMs=parseInt(d.lastTimestampMs,10)
  else if(typeof d.lastTimestampMs==="number")
  m.lastTimestampMs=d.lastTimestampMs
  else if(typeof d.lastTimestampMs==="object")
  m.lastTimestampMs=new util.LongBits(d.lastTimestampMs.low>>>0,d.lastTimestampMs.high>>>0).toNumber()
  }
  if(d.resolution!=null){
  if(!util.isObject(d.resolution))
  throw TypeError(".piccolo.statemanager.v1.KeptAlert.resolution: object expected")
  m.resolution=piccolo_statemanager_v1_AlertResolution.fromObject(d.resolution,n+1)
  }
  return m
},
  toObject: function KeptAlert$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.alert=null
  d.count=0
  if(util.Long){
  var n=new util.Long(0,0,false)
  d.lastTimestampMs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.lastTimestampMs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.resolution=null
  }
  if(m.alert!=null&&Object.hasOwnProperty.call(m,"alert")){
  d.alert=piccolo_monitoringserver_v1_StateAlert.toObject(m.alert,o,q+1)
  }
  if(m.count!=null&&Object.hasOwnProperty.call(m,"count")){
  d.count=m.count
  }
  if(m.lastTimestampMs!=null&&Object.hasOwnProperty.call(m,"lastTimestampMs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.lastTimestampMs=typeof m.lastTimestampMs==="number"?BigInt(m.lastTimestampMs):util.Long.fromBits(m.lastTimestampMs.low>>>0,m.lastTimestampMs.high>>>0,false).toBigInt()
  else if(typeof m.lastTimestampMs==="number")
  d.lastTimestampMs=o.longs===String?String(m.lastTimestampMs):m.lastTimestampMs
  else
  d.lastTimestampMs=o.longs===String?util.Long.prototype.toString.call(m.lastTimestampMs):o.longs===Number?new util.LongBits(m.lastTimestampMs.low>>>0,m.lastTimestampMs.high>>>0).toNumber():m.lastTimestampMs
  }
  if(m.resolution!=null&&Object.hasOwnProperty.call(m,"resolution")){
  d.resolution=piccolo_statemanager_v1_AlertResolution.toObject(m.resolution,o,q+1)
  }
  return d
},
};

const piccolo_statemanager_v1_ListAlertsResponse = {
  ctor: class ListAlertsResponse {},
  encode: function ListAlertsResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.alerts!=null&&m.alerts.length){
  for(var i=0;i<m.alerts.length;++i)
  piccolo_statemanager_v1_KeptAlert.encode(m.alerts[i],w.uint32(10).fork(),q+1).ldelim()
  }
  return w
},
  decode: function ListAlertsResponse$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  if(!(m.alerts&&m.alerts.length))
  m.alerts=[]
  m.alerts.push(piccolo_statemanager_v1_KeptAlert.decode(r,r.uint32(),undefined,n+1))
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ListAlertsResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.ListAlertsResponse: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.alerts){
  if(!Array.isArray(d.alerts))
  throw TypeError(".piccolo.statemanager.v1.ListAlertsResponse.alerts: array expected")
  m.alerts=[]
  for(var i=0;i<d.alerts.length;++i){
  if(!util.isObject(d.alerts[i]))
  throw TypeError(".piccolo.statemanager.v1.ListAlertsResponse.alerts: object expected")
  m.alerts[i]=piccolo_statemanager_v1_KeptAlert.fromObject(d.alerts[i],n+1)
  }
  }
  return m
},
  toObject: function ListAlertsResponse$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.alerts=[]
  }
  if(m.alerts&&m.alerts.length){
  d.alerts=[]
  for(var j=0;j<m.alerts.length;++j){
  d.alerts[j]=piccolo_statemanager_v1_KeptAlert.toObject(m.alerts[j],o,q+1)
  }
  }
  return d
},
};

const piccolo_statemanager_v1_ExplainRequest = {
  ctor: class ExplainRequest {},
  encode: function ExplainRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.resourceId!=null&&Object.hasOwnProperty.call(m,"resourceId"))
  piccolo_common_v1_ResourceId.encode(m.resourceId,w.uint32(10).fork(),q+1).ldelim()
  if(m.revision!=null&&Object.hasOwnProperty.call(m,"revision"))
  w.uint32(16).uint64(m.revision)
  if(m.planOrActionId!=null&&Object.hasOwnProperty.call(m,"planOrActionId"))
  w.uint32(26).string(m.planOrActionId)
  if(m.last!=null&&Object.hasOwnProperty.call(m,"last"))
  w.uint32(32).uint32(m.last)
  return w
},
  decode: function ExplainRequest$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.resourceId=piccolo_common_v1_ResourceId.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  m.revision=r.uint64()
  break
  }
  case 3: {
  m.planOrActionId=r.string()
  break
  }
  case 4: {
  m.last=r.uint32()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ExplainRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.ExplainRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.resourceId!=null){
  if(!util.isObject(d.resourceId))
  throw TypeError(".piccolo.statemanager.v1.ExplainRequest.resourceId: object expected")
  m.resourceId=piccolo_common_v1_ResourceId.fromObject(d.resourceId,n+1)
  }
  if(d.revision!=null){
  if(util.Long)
  m.revision=util.Long.fromValue(d.revision,true)
  else if(typeof d.revision==="string")
  m.revision=parseInt(d.revision,10)
  else if(typeof d.revision==="number")
  m.revision=d.revision
  else if(typeof d.revision==="object")
  m.revision=new util.LongBits(d.revision.low>>>0,d.revision.high>>>0).toNumber(true)
  }
  if(d.planOrActionId!=null){
  m.planOrActionId=String(d.planOrActionId)
  }
  if(d.last!=null){
  m.last=d.last>>>0
  }
  return m
},
  toObject: function ExplainRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.last=0
  }
  if(m.resourceId!=null&&Object.hasOwnProperty.call(m,"resourceId")){
  d.resourceId=piccolo_common_v1_ResourceId.toObject(m.resourceId,o,q+1)
  if(o.oneofs)
  d.subject="resourceId"
  }
  if(m.revision!=null&&Object.hasOwnProperty.call(m,"revision")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.revision=typeof m.revision==="number"?BigInt(m.revision):util.Long.fromBits(m.revision.low>>>0,m.revision.high>>>0,true).toBigInt()
  else if(typeof m.revision==="number")
  d.revision=o.longs===String?String(m.revision):m.revision
  else
  d.revision=o.longs===String?util.Long.prototype.toString.call(m.revision):o.longs===Number?new util.LongBits(m.revision.low>>>0,m.revision.high>>>0).toNumber(true):m.revision
  if(o.oneofs)
  d.subject="revision"
  }
  if(m.planOrActionId!=null&&Object.hasOwnProperty.call(m,"planOrActionId")){
  d.planOrActionId=m.planOrActionId
  if(o.oneofs)
  d.subject="planOrActionId"
  }
  if(m.last!=null&&Object.hasOwnProperty.call(m,"last")){
  d.last=m.last
  }
  return d
},
};

const piccolo_statemanager_v1_ExplainedStep = {
  ctor: class ExplainedStep {},
  encode: function ExplainedStep$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.revision!=null&&Object.hasOwnProperty.call(m,"revision"))
  w.uint32(8).uint64(m.revision)
  if(m.timestampMs!=null&&Object.hasOwnProperty.call(m,"timestampMs"))
  w.uint32(16).int64(m.timestampMs)
  if(m.clockSynchronised!=null&&Object.hasOwnProperty.call(m,"clockSynchronised"))
  w.uint32(24).bool(m.clockSynchronised)
  if(m.kind!=null&&Object.hasOwnProperty.call(m,"kind"))
  w.uint32(32).int32(m.kind)
  if(m.text!=null&&Object.hasOwnProperty.call(m,"text"))
  w.uint32(42).string(m.text)
  if(m.planId!=null&&Object.hasOwnProperty.call(m,"planId"))
  w.uint32(50).string(m.planId)
  if(m.actionId!=null&&Object.hasOwnProperty.call(m,"actionId"))
  w.uint32(58).string(m.actionId)
  if(m.causes!=null&&m.causes.length){
  for(var i=0;i<m.causes.length;++i)
  w.uint32(66).string(m.causes[i])
  }
  if(m.alternatives!=null&&m.alternatives.length){
  for(var i=0;i<m.alternatives.length;++i)
  piccolo_statemanager_v1_Alternative.encode(m.alternatives[i],w.uint32(74).fork(),q+1).ldelim()
  }
  return w
},
  decode: function ExplainedStep$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.revision=r.uint64()
  break
  }
  case 2: {
  m.timestampMs=r.int64()
  break
  }
  case 3: {
  m.clockSynchronised=r.bool()
  break
  }
  case 4: {
  m.kind=r.int32()
  break
  }
  case 5: {
  m.text=r.string()
  break
  }
  case 6: {
  m.planId=r.string()
  break
  }
  case 7: {
  m.actionId=r.string()
  break
  }
  case 8: {
  if(!(m.causes&&m.causes.length))
  m.causes=[]
  m.causes.push(r.string())
  break
  }
  case 9: {
  if(!(m.alternatives&&m.alternatives.length))
  m.alternatives=[]
  m.alternatives.push(piccolo_statemanager_v1_Alternative.decode(r,r.uint32(),undefined,n+1))
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ExplainedStep$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.ExplainedStep: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.revision!=null){
  if(util.Long)
  m.revision=util.Long.fromValue(d.revision,true)
  else if(typeof d.revision==="string")
  m.revision=parseInt(d.revision,10)
  else if(typeof d.revision==="number")
  m.revision=d.revision
  else if(typeof d.revision==="object")
  m.revision=new util.LongBits(d.revision.low>>>0,d.revision.high>>>0).toNumber(true)
  }
  if(d.timestampMs!=null){
  if(util.Long)
  m.timestampMs=util.Long.fromValue(d.timestampMs,false)
  else if(typeof d.timestampMs==="string")
  m.timestampMs=parseInt(d.timestampMs,10)
  else if(typeof d.timestampMs==="number")
  m.timestampMs=d.timestampMs
  else if(typeof d.timestampMs==="object")
  m.timestampMs=new util.LongBits(d.timestampMs.low>>>0,d.timestampMs.high>>>0).toNumber()
  }
  if(d.clockSynchronised!=null){
  m.clockSynchronised=Boolean(d.clockSynchronised)
  }
  switch(d.kind){
  default:
  if(typeof(d.kind)==="number"){m.kind=d.kind;break}
  break
  case"STEP_KIND_UNSPECIFIED":
  case 0:
  m.kind=0
  break
  case"STEP_KIND_WANTED":
  case 1:
  m.kind=1
  break
  case"STEP_KIND_SEEN":
  case 2:
  m.kind=2
  break
  case"STEP_KIND_DECIDED":
  case 3:
  m.kind=3
  break
  case"STEP_KIND_ACTED":
  case 4:
  m.kind=4
  break
  case"STEP_KIND_RESULT":
  case 5:
  m.kind=5
  break
  case"STEP_KIND_PHASE":
  case 6:
  m.kind=6
  break
  case"STEP_KIND_WAITS":
  case 7:
  m.kind=7
  break
  case"STEP_KIND_TOLD":
  case 8:
  m.kind=8
  break
  case"STEP_KIND_NOTED":
  case 9:
  m.kind=9
  break
  }
  if(d.text!=null){
  m.text=String(d.text)
  }
  if(d.planId!=null){
  m.planId=String(d.planId)
  }
  if(d.actionId!=null){
  m.actionId=String(d.actionId)
  }
  if(d.causes){
  if(!Array.isArray(d.causes))
  throw TypeError(".piccolo.statemanager.v1.ExplainedStep.causes: array expected")
  m.causes=[]
  for(var i=0;i<d.causes.length;++i){
  m.causes[i]=String(d.causes[i])
  }
  }
  if(d.alternatives){
  if(!Array.isArray(d.alternatives))
  throw TypeError(".piccolo.statemanager.v1.ExplainedStep.alternatives: array expected")
  m.alternatives=[]
  for(var i=0;i<d.alternatives.length;++i){
  if(!util.isObject(d.alternatives[i]))
  throw TypeError(".piccolo.statemanager.v1.ExplainedStep.alternatives: object expected")
  m.alternatives[i]=piccolo_statemanager_v1_Alternative.fromObject(d.alternatives[i],n+1)
  }
  }
  return m
},
  toObject: function ExplainedStep$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.causes=[]
  d.alternatives=[]
  }
  if(o.defaults){
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.revision=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.revision=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  if(util.Long){
  var n=new util.Long(0,0,false)
  d.timestampMs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.timestampMs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.clockSynchronised=false
  d.kind=o.enums===String?"STEP_KIND_UNSPECIFIED":0
  d.text=""
  d.planId=""
  d.actionId=""
  }
  if(m.revision!=null&&Object.hasOwnProperty.call(m,"revision")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.revision=typeof m.revision==="number"?BigInt(m.revision):util.Long.fromBits(m.revision.low>>>0,m.revision.high>>>0,true).toBigInt()
  else if(typeof m.revision==="number")
  d.revision=o.longs===String?String(m.revision):m.revision
  else
  d.revision=o.longs===String?util.Long.prototype.toString.call(m.revision):o.longs===Number?new util.LongBits(m.revision.low>>>0,m.revision.high>>>0).toNumber(true):m.revision
  }
  if(m.timestampMs!=null&&Object.hasOwnProperty.call(m,"timestampMs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.timestampMs=typeof m.timestampMs==="number"?BigInt(m.timestampMs):util.Long.fromBits(m.timestampMs.low>>>0,m.timestampMs.high>>>0,false).toBigInt()
  else if(typeof m.timestampMs==="number")
  d.timestampMs=o.longs===String?String(m.timestampMs):m.timestampMs
  else
  d.timestampMs=o.longs===String?util.Long.prototype.toString.call(m.timestampMs):o.longs===Number?new util.LongBits(m.timestampMs.low>>>0,m.timestampMs.high>>>0).toNumber():m.timestampMs
  }
  if(m.clockSynchronised!=null&&Object.hasOwnProperty.call(m,"clockSynchronised")){
  d.clockSynchronised=m.clockSynchronised
  }
  if(m.kind!=null&&Object.hasOwnProperty.call(m,"kind")){
  d.kind=o.enums===String?(piccolo_statemanager_v1_StepKind.values[m.kind]===undefined?m.kind:piccolo_statemanager_v1_StepKind.values[m.kind]):m.kind
  }
  if(m.text!=null&&Object.hasOwnProperty.call(m,"text")){
  d.text=m.text
  }
  if(m.planId!=null&&Object.hasOwnProperty.call(m,"planId")){
  d.planId=m.planId
  }
  if(m.actionId!=null&&Object.hasOwnProperty.call(m,"actionId")){
  d.actionId=m.actionId
  }
  if(m.causes&&m.causes.length){
  d.causes=[]
  for(var j=0;j<m.causes.length;++j){
  d.causes[j]=m.causes[j]
  }
  }
  if(m.alternatives&&m.alternatives.length){
  d.alternatives=[]
  for(var j=0;j<m.alternatives.length;++j){
  d.alternatives[j]=piccolo_statemanager_v1_Alternative.toObject(m.alternatives[j],o,q+1)
  }
  }
  return d
},
};

const piccolo_statemanager_v1_Episode = {
  ctor: class Episode {},
  encode: function Episode$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.title!=null&&Object.hasOwnProperty.call(m,"title"))
  w.uint32(10).string(m.title)
  if(m.outcome!=null&&Object.hasOwnProperty.call(m,"outcome"))
  w.uint32(18).string(m.outcome)
  if(m.over!=null&&Object.hasOwnProperty.call(m,"over"))
  w.uint32(24).bool(m.over)
  if(m.steps!=null&&m.steps.length){
  for(var i=0;i<m.steps.length;++i)
  piccolo_statemanager_v1_ExplainedStep.encode(m.steps[i],w.uint32(34).fork(),q+1).ldelim()
  }
  return w
},
  decode: function Episode$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.title=r.string()
  break
  }
  case 2: {
  m.outcome=r.string()
  break
  }
  case 3: {
  m.over=r.bool()
  break
  }
  case 4: {
  if(!(m.steps&&m.steps.length))
  m.steps=[]
  m.steps.push(piccolo_statemanager_v1_ExplainedStep.decode(r,r.uint32(),undefined,n+1))
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function Episode$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.Episode: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.title!=null){
  m.title=String(d.title)
  }
  if(d.outcome!=null){
  m.outcome=String(d.outcome)
  }
  if(d.over!=null){
  m.over=Boolean(d.over)
  }
  if(d.steps){
  if(!Array.isArray(d.steps))
  throw TypeError(".piccolo.statemanager.v1.Episode.steps: array expected")
  m.steps=[]
  for(var i=0;i<d.steps.length;++i){
  if(!util.isObject(d.steps[i]))
  throw TypeError(".piccolo.statemanager.v1.Episode.steps: object expected")
  m.steps[i]=piccolo_statemanager_v1_ExplainedStep.fromObject(d.steps[i],n+1)
  }
  }
  return m
},
  toObject: function Episode$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.steps=[]
  }
  if(o.defaults){
  d.title=""
  d.outcome=""
  d.over=false
  }
  if(m.title!=null&&Object.hasOwnProperty.call(m,"title")){
  d.title=m.title
  }
  if(m.outcome!=null&&Object.hasOwnProperty.call(m,"outcome")){
  d.outcome=m.outcome
  }
  if(m.over!=null&&Object.hasOwnProperty.call(m,"over")){
  d.over=m.over
  }
  if(m.steps&&m.steps.length){
  d.steps=[]
  for(var j=0;j<m.steps.length;++j){
  d.steps[j]=piccolo_statemanager_v1_ExplainedStep.toObject(m.steps[j],o,q+1)
  }
  }
  return d
},
};

const piccolo_statemanager_v1_PhaseStay = {
  ctor: class PhaseStay {},
  encode: function PhaseStay$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.state!=null&&Object.hasOwnProperty.call(m,"state"))
  w.uint32(8).int32(m.state)
  if(m.lastedMs!=null&&Object.hasOwnProperty.call(m,"lastedMs"))
  w.uint32(16).uint64(m.lastedMs)
  return w
},
  decode: function PhaseStay$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.state=r.int32()
  break
  }
  case 2: {
  m.lastedMs=r.uint64()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function PhaseStay$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.PhaseStay: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  switch(d.state){
  default:
  if(typeof(d.state)==="number"){m.state=d.state;break}
  break
  case"SERVICE_STATE_TYPE_UNSPECIFIED":
  case 0:
  m.state=0
  break
  case"SERVICE_STATE_TYPE_PENDING":
  case 1:
  m.state=1
  break
  case"SERVICE_STATE_TYPE_INITIALIZING":
  case 2:
  m.state=2
  break
  case"SERVICE_STATE_TYPE_RUNNING":
  case 3:
  m.state=3
  break
  case"SERVICE_STATE_TYPE_DEGRADED":
  case 4:
  m.state=4
  break
  case"SERVICE_STATE_TYPE_TERMINATING":
  case 5:
  m.state=5
  break
  case"SERVICE_STATE_TYPE_FAILED":
  case 6:
  m.state=6
  break
  }
  if(d.lastedMs!=null){
  if(util.Long)
  m.lastedMs=util.Long.fromValue(d.lastedMs,true)
  else if(typeof d.lastedMs==="string")
  m.lastedMs=parseInt(d.lastedMs,10)
  else if(typeof d.lastedMs==="number")
  m.lastedMs=d.lastedMs
  else if(typeof d.lastedMs==="object")
  m.lastedMs=new util.LongBits(d.lastedMs.low>>>0,d.lastedMs.high>>>0).toNumber(true)
  }
  return m
},
  toObject: function PhaseStay$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.state=o.enums===String?"SERVICE_STATE_TYPE_UNSPECIFIED":0
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.lastedMs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.lastedMs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  }
  if(m.state!=null&&Object.hasOwnProperty.call(m,"state")){
  d.state=o.enums===String?(piccolo_common_v1_ServiceStateType.values[m.state]===undefined?m.state:piccolo_common_v1_ServiceStateType.values[m.state]):m.state
  }
  if(m.lastedMs!=null&&Object.hasOwnProperty.call(m,"lastedMs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.lastedMs=typeof m.lastedMs==="number"?BigInt(m.lastedMs):util.Long.fromBits(m.lastedMs.low>>>0,m.lastedMs.high>>>0,true).toBigInt()
  else if(typeof m.lastedMs==="number")
  d.lastedMs=o.longs===String?String(m.lastedMs):m.lastedMs
  else
  d.lastedMs=o.longs===String?util.Long.prototype.toString.call(m.lastedMs):o.longs===Number?new util.LongBits(m.lastedMs.low>>>0,m.lastedMs.high>>>0).toNumber(true):m.lastedMs
  }
  return d
},
};

const piccolo_statemanager_v1_PossibleTransition = {
  ctor: class PossibleTransition {},
  encode: function PossibleTransition$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.event!=null&&Object.hasOwnProperty.call(m,"event"))
  w.uint32(8).int32(m.event)
  if(m.to!=null&&Object.hasOwnProperty.call(m,"to"))
  w.uint32(16).int32(m.to)
  if(m.measured!=null&&Object.hasOwnProperty.call(m,"measured"))
  w.uint32(24).uint32(m.measured)
  if(m.usualMs!=null&&Object.hasOwnProperty.call(m,"usualMs"))
  w.uint32(32).uint64(m.usualMs)
  return w
},
  decode: function PossibleTransition$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.event=r.int32()
  break
  }
  case 2: {
  m.to=r.int32()
  break
  }
  case 3: {
  m.measured=r.uint32()
  break
  }
  case 4: {
  m.usualMs=r.uint64()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function PossibleTransition$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.PossibleTransition: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  switch(d.event){
  default:
  if(typeof(d.event)==="number"){m.event=d.event;break}
  break
  case"EVENT_TYPE_UNSPECIFIED":
  case 0:
  m.event=0
  break
  case"EVENT_TYPE_START":
  case 1:
  m.event=1
  break
  case"EVENT_TYPE_READY":
  case 2:
  m.event=2
  break
  case"EVENT_TYPE_DEGRADE":
  case 3:
  m.event=3
  break
  case"EVENT_TYPE_FAIL":
  case 4:
  m.event=4
  break
  case"EVENT_TYPE_UPDATE":
  case 5:
  m.event=5
  break
  case"EVENT_TYPE_RECOVER":
  case 6:
  m.event=6
  break
  case"EVENT_TYPE_TERMINATE":
  case 7:
  m.event=7
  break
  case"EVENT_TYPE_RESCHEDULE":
  case 8:
  m.event=8
  break
  case"EVENT_TYPE_TERMINATED":
  case 9:
  m.event=9
  break
  case"EVENT_TYPE_SPEC_CHANGED":
  case 20:
  m.event=20
  break
  case"EVENT_TYPE_STATUS_OBSERVED":
  case 21:
  m.event=21
  break
  case"EVENT_TYPE_CONDITION_CHANGED":
  case 22:
  m.event=22
  break
  case"EVENT_TYPE_PLAN_CREATED":
  case 23:
  m.event=23
  break
  case"EVENT_TYPE_ACTION_EXECUTED":
  case 24:
  m.event=24
  break
  case"EVENT_TYPE_RECOVERY_ATTEMPTED":
  case 25:
  m.event=25
  break
  case"EVENT_TYPE_ALERT_RAISED":
  case 26:
  m.event=26
  break
  }
  switch(d.to){
  default:
  if(typeof(d.to)==="number"){m.to=d.to;break}
  break
  case"SERVICE_STATE_TYPE_UNSPECIFIED":
  case 0:
  m.to=0
  break
  case"SERVICE_STATE_TYPE_PENDING":
  case 1:
  m.to=1
  break
  case"SERVICE_STATE_TYPE_INITIALIZING":
  case 2:
  m.to=2
  break
  case"SERVICE_STATE_TYPE_RUNNING":
  case 3:
  m.to=3
  break
  case"SERVICE_STATE_TYPE_DEGRADED":
  case 4:
  m.to=4
  break
  case"SERVICE_STATE_TYPE_TERMINATING":
  case 5:
  m.to=5
  break
  case"SERVICE_STATE_TYPE_FAILED":
  case 6:
  m.to=6
  break
  }
  if(d.measured!=null){
  m.measured=d.measured>>>0
  }
  if(d.usualMs!=null){
  if(util.Long)
  m.usualMs=util.Long.fromValue(d.usualMs,true)
  else if(typeof d.usualMs==="string")
  m.usualMs=parseInt(d.usualMs,10)
  else if(typeof d.usualMs==="number")
  m.usualMs=d.usualMs
  else if(typeof d.usualMs==="object")
  m.usualMs=new util.LongBits(d.usualMs.low>>>0,d.usualMs.high>>>0).toNumber(true)
  }
  return m
},
  toObject: function PossibleTransition$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.event=o.enums===String?"EVENT_TYPE_UNSPECIFIED":0
  d.to=o.enums===String?"SERVICE_STATE_TYPE_UNSPECIFIED":0
  d.measured=0
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.usualMs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.usualMs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  }
  if(m.event!=null&&Object.hasOwnProperty.call(m,"event")){
  d.event=o.enums===String?(piccolo_common_v1_EventType.values[m.event]===undefined?m.event:piccolo_common_v1_EventType.values[m.event]):m.event
  }
  if(m.to!=null&&Object.hasOwnProperty.call(m,"to")){
  d.to=o.enums===String?(piccolo_common_v1_ServiceStateType.values[m.to]===undefined?m.to:piccolo_common_v1_ServiceStateType.values[m.to]):m.to
  }
  if(m.measured!=null&&Object.hasOwnProperty.call(m,"measured")){
  d.measured=m.measured
  }
  if(m.usualMs!=null&&Object.hasOwnProperty.call(m,"usualMs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.usualMs=typeof m.usualMs==="number"?BigInt(m.usualMs):util.Long.fromBits(m.usualMs.low>>>0,m.usualMs.high>>>0,true).toBigInt()
  else if(typeof m.usualMs==="number")
  d.usualMs=o.longs===String?String(m.usualMs):m.usualMs
  else
  d.usualMs=o.longs===String?util.Long.prototype.toString.call(m.usualMs):o.longs===Number?new util.LongBits(m.usualMs.low>>>0,m.usualMs.high>>>0).toNumber(true):m.usualMs
  }
  return d
},
};

const piccolo_statemanager_v1_PhaseReport = {
  ctor: class PhaseReport {},
  encode: function PhaseReport$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.state!=null&&Object.hasOwnProperty.call(m,"state"))
  w.uint32(8).int32(m.state)
  if(m.sinceMs!=null&&Object.hasOwnProperty.call(m,"sinceMs"))
  w.uint32(16).int64(m.sinceMs)
  if(m.earlier!=null&&m.earlier.length){
  for(var i=0;i<m.earlier.length;++i)
  piccolo_statemanager_v1_PhaseStay.encode(m.earlier[i],w.uint32(26).fork(),q+1).ldelim()
  }
  if(m.next!=null&&m.next.length){
  for(var i=0;i<m.next.length;++i)
  piccolo_statemanager_v1_PossibleTransition.encode(m.next[i],w.uint32(34).fork(),q+1).ldelim()
  }
  if(m.allowedActions!=null&&m.allowedActions.length){
  w.uint32(42).fork()
  for(var i=0;i<m.allowedActions.length;++i)
  w.int32(m.allowedActions[i])
  w.ldelim()
  }
  return w
},
  decode: function PhaseReport$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.state=r.int32()
  break
  }
  case 2: {
  m.sinceMs=r.int64()
  break
  }
  case 3: {
  if(!(m.earlier&&m.earlier.length))
  m.earlier=[]
  m.earlier.push(piccolo_statemanager_v1_PhaseStay.decode(r,r.uint32(),undefined,n+1))
  break
  }
  case 4: {
  if(!(m.next&&m.next.length))
  m.next=[]
  m.next.push(piccolo_statemanager_v1_PossibleTransition.decode(r,r.uint32(),undefined,n+1))
  break
  }
  case 5: {
  if(!(m.allowedActions&&m.allowedActions.length))
  m.allowedActions=[]
  if((t&7)===2){
  var c2=r.uint32()+r.pos
  if(c2>r.len)
  throw RangeError("index out of range")
  r.len=c2
  while(r.pos<c2)
  m.allowedActions.push(r.int32())
  if(r.pos!==c2)
  throw RangeError("index out of range")
  r.len=c
  }else
  m.allowedActions.push(r.int32())
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function PhaseReport$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.PhaseReport: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  switch(d.state){
  default:
  if(typeof(d.state)==="number"){m.state=d.state;break}
  break
  case"SERVICE_STATE_TYPE_UNSPECIFIED":
  case 0:
  m.state=0
  break
  case"SERVICE_STATE_TYPE_PENDING":
  case 1:
  m.state=1
  break
  case"SERVICE_STATE_TYPE_INITIALIZING":
  case 2:
  m.state=2
  break
  case"SERVICE_STATE_TYPE_RUNNING":
  case 3:
  m.state=3
  break
  case"SERVICE_STATE_TYPE_DEGRADED":
  case 4:
  m.state=4
  break
  case"SERVICE_STATE_TYPE_TERMINATING":
  case 5:
  m.state=5
  break
  case"SERVICE_STATE_TYPE_FAILED":
  case 6:
  m.state=6
  break
  }
  if(d.sinceMs!=null){
  if(util.Long)
  m.sinceMs=util.Long.fromValue(d.sinceMs,false)
  else if(typeof d.sinceMs==="string")
  m.sinceMs=parseInt(d.sinceMs,10)
  else if(typeof d.sinceMs==="number")
  m.sinceMs=d.sinceMs
  else if(typeof d.sinceMs==="object")
  m.sinceMs=new util.LongBits(d.sinceMs.low>>>0,d.sinceMs.high>>>0).toNumber()
  }
  if(d.earlier){
  if(!Array.isArray(d.earlier))
  throw TypeError(".piccolo.statemanager.v1.PhaseReport.earlier: array expected")
  m.earlier=[]
  for(var i=0;i<d.earlier.length;++i){
  if(!util.isObject(d.earlier[i]))
  throw TypeError(".piccolo.statemanager.v1.PhaseReport.earlier: object expected")
  m.earlier[i]=piccolo_statemanager_v1_PhaseStay.fromObject(d.earlier[i],n+1)
  }
  }
  if(d.next){
  if(!Array.isArray(d.next))
  throw TypeError(".piccolo.statemanager.v1.PhaseReport.next: array expected")
  m.next=[]
  for(var i=0;i<d.next.length;++i){
  if(!util.isObject(d.next[i]))
  throw TypeError(".piccolo.statemanager.v1.PhaseReport.next: object expected")
  m.next[i]=piccolo_statemanager_v1_PossibleTransition.fromObject(d.next[i],n+1)
  }
  }
  if(d.allowedActions){
  if(!Array.isArray(d.allowedActions))
  throw TypeError(".piccolo.statemanager.v1.PhaseReport.allowedActions: array expected")
  m.allowedActions=[]
  for(var i=0;i<d.allowedActions.length;++i){
  switch(d.allowedActions[i]){
  default:
  if(typeof(d.allowedActions[i])==="number"){m.allowedActions[i]=d.allowedActions[i];break}
  case"PLAN_STEP_KIND_UNSPECIFIED":
  case 0:
  m.allowedActions[i]=0
  break
  case"PLAN_STEP_KIND_START":
  case 1:
  m.allowedActions[i]=1
  break
  case"PLAN_STEP_KIND_STOP":
  case 2:
  m.allowedActions[i]=2
  break
  case"PLAN_STEP_KIND_RESTART":
  case 3:
  m.allowedActions[i]=3
  break
  case"PLAN_STEP_KIND_RECREATE":
  case 4:
  m.allowedActions[i]=4
  break
  case"PLAN_STEP_KIND_SCALE":
  case 5:
  m.allowedActions[i]=5
  break
  case"PLAN_STEP_KIND_UPDATE_VERSION":
  case 6:
  m.allowedActions[i]=6
  break
  case"PLAN_STEP_KIND_APPLY_CONFIG":
  case 7:
  m.allowedActions[i]=7
  break
  case"PLAN_STEP_KIND_RELOCATE":
  case 8:
  m.allowedActions[i]=8
  break
  case"PLAN_STEP_KIND_ROLLBACK_VERSION":
  case 9:
  m.allowedActions[i]=9
  break
  case"PLAN_STEP_KIND_RESET_CONFIG":
  case 10:
  m.allowedActions[i]=10
  break
  case"PLAN_STEP_KIND_ISOLATE":
  case 11:
  m.allowedActions[i]=11
  break
  }
  }
  }
  return m
},
  toObject: function PhaseReport$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.earlier=[]
  d.next=[]
  d.allowedActions=[]
  }
  if(o.defaults){
  d.state=o.enums===String?"SERVICE_STATE_TYPE_UNSPECIFIED":0
  if(util.Long){
  var n=new util.Long(0,0,false)
  d.sinceMs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.sinceMs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  }
  if(m.state!=null&&Object.hasOwnProperty.call(m,"state")){
  d.state=o.enums===String?(piccolo_common_v1_ServiceStateType.values[m.state]===undefined?m.state:piccolo_common_v1_ServiceStateType.values[m.state]):m.state
  }
  if(m.sinceMs!=null&&Object.hasOwnProperty.call(m,"sinceMs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.sinceMs=typeof m.sinceMs==="number"?BigInt(m.sinceMs):util.Long.fromBits(m.sinceMs.low>>>0,m.sinceMs.high>>>0,false).toBigInt()
  else if(typeof m.sinceMs==="number")
  d.sinceMs=o.longs===String?String(m.sinceMs):m.sinceMs
  else
  d.sinceMs=o.longs===String?util.Long.prototype.toString.call(m.sinceMs):o.longs===Number?new util.LongBits(m.sinceMs.low>>>0,m.sinceMs.high>>>0).toNumber():m.sinceMs
  }
  if(m.earlier&&m.earlier.length){
  d.earlier=[]
  for(var j=0;j<m.earlier.length;++j){
  d.earlier[j]=piccolo_statemanager_v1_PhaseStay.toObject(m.earlier[j],o,q+1)
  }
  }
  if(m.next&&m.next.length){
  d.next=[]
  for(var j=0;j<m.next.length;++j){
  d.next[j]=piccolo_statemanager_v1_PossibleTransition.toObject(m.next[j],o,q+1)
  }
  }
  if(m.allowedActions&&m.allowedActions.length){
  d.allowedActions=[]
  for(var j=0;j<m.allowedActions.length;++j){
  d.allowedActions[j]=o.enums===String?(piccolo_statemanager_v1_PlanStepKind.values[m.allowedActions[j]]===undefined?m.allowedActions[j]:piccolo_statemanager_v1_PlanStepKind.values[m.allowedActions[j]]):m.allowedActions[j]
  }
  }
  return d
},
};

const piccolo_statemanager_v1_ExplainResponse = {
  ctor: class ExplainResponse {},
  encode: function ExplainResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.resourceId!=null&&Object.hasOwnProperty.call(m,"resourceId"))
  piccolo_common_v1_ResourceId.encode(m.resourceId,w.uint32(10).fork(),q+1).ldelim()
  if(m.episodes!=null&&m.episodes.length){
  for(var i=0;i<m.episodes.length;++i)
  piccolo_statemanager_v1_Episode.encode(m.episodes[i],w.uint32(18).fork(),q+1).ldelim()
  }
  if(m.evictedRevision!=null&&Object.hasOwnProperty.call(m,"evictedRevision"))
  w.uint32(24).uint64(m.evictedRevision)
  if(m.phases!=null&&Object.hasOwnProperty.call(m,"phases"))
  piccolo_statemanager_v1_PhaseReport.encode(m.phases,w.uint32(34).fork(),q+1).ldelim()
  return w
},
  decode: function ExplainResponse$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.resourceId=piccolo_common_v1_ResourceId.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  if(!(m.episodes&&m.episodes.length))
  m.episodes=[]
  m.episodes.push(piccolo_statemanager_v1_Episode.decode(r,r.uint32(),undefined,n+1))
  break
  }
  case 3: {
  m.evictedRevision=r.uint64()
  break
  }
  case 4: {
  m.phases=piccolo_statemanager_v1_PhaseReport.decode(r,r.uint32(),undefined,n+1)
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ExplainResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.ExplainResponse: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.resourceId!=null){
  if(!util.isObject(d.resourceId))
  throw TypeError(".piccolo.statemanager.v1.ExplainResponse.resourceId: object expected")
  m.resourceId=piccolo_common_v1_ResourceId.fromObject(d.resourceId,n+1)
  }
  if(d.episodes){
  if(!Array.isArray(d.episodes))
  throw TypeError(".piccolo.statemanager.v1.ExplainResponse.episodes: array expected")
  m.episodes=[]
  for(var i=0;i<d.episodes.length;++i){
  if(!util.isObject(d.episodes[i]))
  throw TypeError(".piccolo.statemanager.v1.ExplainResponse.episodes: object expected")
  m.episodes[i]=piccolo_statemanager_v1_Episode.fromObject(d.episodes[i],n+1)
  }
  }
  if(d.evictedRevision!=null){
  if(util.Long)
  m.evictedRevision=util.Long.fromValue(d.evictedRevision,true)
  else if(typeof d.evictedRevision==="string")
  m.evictedRevision=parseInt(d.evictedRevision,10)
  else if(typeof d.evictedRevision==="number")
  m.evictedRevision=d.evictedRevision
  else if(typeof d.evictedRevision==="object")
  m.evictedRevision=new util.LongBits(d.evictedRevision.low>>>0,d.evictedRevision.high>>>0).toNumber(true)
  }
  if(d.phases!=null){
  if(!util.isObject(d.phases))
  throw TypeError(".piccolo.statemanager.v1.ExplainResponse.phases: object expected")
  m.phases=piccolo_statemanager_v1_PhaseReport.fromObject(d.phases,n+1)
  }
  return m
},
  toObject: function ExplainResponse$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.episodes=[]
  }
  if(o.defaults){
  d.resourceId=null
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.evictedRevision=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.evictedRevision=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.phases=null
  }
  if(m.resourceId!=null&&Object.hasOwnProperty.call(m,"resourceId")){
  d.resourceId=piccolo_common_v1_ResourceId.toObject(m.resourceId,o,q+1)
  }
  if(m.episodes&&m.episodes.length){
  d.episodes=[]
  for(var j=0;j<m.episodes.length;++j){
  d.episodes[j]=piccolo_statemanager_v1_Episode.toObject(m.episodes[j],o,q+1)
  }
  }
  if(m.evictedRevision!=null&&Object.hasOwnProperty.call(m,"evictedRevision")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.evictedRevision=typeof m.evictedRevision==="number"?BigInt(m.evictedRevision):util.Long.fromBits(m.evictedRevision.low>>>0,m.evictedRevision.high>>>0,true).toBigInt()
  else if(typeof m.evictedRevision==="number")
  d.evictedRevision=o.longs===String?String(m.evictedRevision):m.evictedRevision
  else
  d.evictedRevision=o.longs===String?util.Long.prototype.toString.call(m.evictedRevision):o.longs===Number?new util.LongBits(m.evictedRevision.low>>>0,m.evictedRevision.high>>>0).toNumber(true):m.evictedRevision
  }
  if(m.phases!=null&&Object.hasOwnProperty.call(m,"phases")){
  d.phases=piccolo_statemanager_v1_PhaseReport.toObject(m.phases,o,q+1)
  }
  return d
},
};

const piccolo_statemanager_v1_PlanReconciliationRequest = {
  ctor: class PlanReconciliationRequest {},
  encode: function PlanReconciliationRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.diff!=null&&Object.hasOwnProperty.call(m,"diff"))
  piccolo_common_v1_StateDiff.encode(m.diff,w.uint32(10).fork(),q+1).ldelim()
  if(m.resourceId!=null&&Object.hasOwnProperty.call(m,"resourceId"))
  piccolo_common_v1_ResourceId.encode(m.resourceId,w.uint32(18).fork(),q+1).ldelim()
  return w
},
  decode: function PlanReconciliationRequest$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.diff=piccolo_common_v1_StateDiff.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  m.resourceId=piccolo_common_v1_ResourceId.decode(r,r.uint32(),undefined,n+1)
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function PlanReconciliationRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.PlanReconciliationRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.diff!=null){
  if(!util.isObject(d.diff))
  throw TypeError(".piccolo.statemanager.v1.PlanReconciliationRequest.diff: object expected")
  m.diff=piccolo_common_v1_StateDiff.fromObject(d.diff,n+1)
  }
  if(d.resourceId!=null){
  if(!util.isObject(d.resourceId))
  throw TypeError(".piccolo.statemanager.v1.PlanReconciliationRequest.resourceId: object expected")
  m.resourceId=piccolo_common_v1_ResourceId.fromObject(d.resourceId,n+1)
  }
  return m
},
  toObject: function PlanReconciliationRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(m.diff!=null&&Object.hasOwnProperty.call(m,"diff")){
  d.diff=piccolo_common_v1_StateDiff.toObject(m.diff,o,q+1)
  if(o.oneofs)
  d.subject="diff"
  }
  if(m.resourceId!=null&&Object.hasOwnProperty.call(m,"resourceId")){
  d.resourceId=piccolo_common_v1_ResourceId.toObject(m.resourceId,o,q+1)
  if(o.oneofs)
  d.subject="resourceId"
  }
  return d
},
};

const piccolo_statemanager_v1_PreviewDecision = {
  ctor: class PreviewDecision {},
  encode: function PreviewDecision$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.kind!=null&&Object.hasOwnProperty.call(m,"kind"))
  w.uint32(10).string(m.kind)
  if(m.why!=null&&Object.hasOwnProperty.call(m,"why"))
  w.uint32(18).string(m.why)
  return w
},
  decode: function PreviewDecision$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.kind=r.string()
  break
  }
  case 2: {
  m.why=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function PreviewDecision$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.PreviewDecision: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.kind!=null){
  m.kind=String(d.kind)
  }
  if(d.why!=null){
  m.why=String(d.why)
  }
  return m
},
  toObject: function PreviewDecision$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.kind=""
  d.why=""
  }
  if(m.kind!=null&&Object.hasOwnProperty.call(m,"kind")){
  d.kind=m.kind
  }
  if(m.why!=null&&Object.hasOwnProperty.call(m,"why")){
  d.why=m.why
  }
  return d
},
};

const piccolo_statemanager_v1_Alternative = {
  ctor: class Alternative {},
  encode: function Alternative$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.name!=null&&Object.hasOwnProperty.call(m,"name"))
  w.uint32(10).string(m.name)
  if(m.whyNot!=null&&Object.hasOwnProperty.call(m,"whyNot"))
  w.uint32(18).string(m.whyNot)
  return w
},
  decode: function Alternative$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.name=r.string()
  break
  }
  case 2: {
  m.whyNot=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function Alternative$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.Alternative: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.name!=null){
  m.name=String(d.name)
  }
  if(d.whyNot!=null){
  m.whyNot=String(d.whyNot)
  }
  return m
},
  toObject: function Alternative$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.name=""
  d.whyNot=""
  }
  if(m.name!=null&&Object.hasOwnProperty.call(m,"name")){
  d.name=m.name
  }
  if(m.whyNot!=null&&Object.hasOwnProperty.call(m,"whyNot")){
  d.whyNot=m.whyNot
  }
  return d
},
};

const piccolo_statemanager_v1_PreviewAction = {
  ctor: class PreviewAction {},
  encode: function PreviewAction$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.kind!=null&&Object.hasOwnProperty.call(m,"kind"))
  w.uint32(8).int32(m.kind)
  if(m.what!=null&&Object.hasOwnProperty.call(m,"what"))
  w.uint32(18).string(m.what)
  if(m.node!=null&&Object.hasOwnProperty.call(m,"node"))
  w.uint32(26).string(m.node)
  if(m.disruptive!=null&&Object.hasOwnProperty.call(m,"disruptive"))
  w.uint32(32).bool(m.disruptive)
  if(m.durationMs!=null&&Object.hasOwnProperty.call(m,"durationMs"))
  w.uint32(40).uint64(m.durationMs)
  if(m.measured!=null&&Object.hasOwnProperty.call(m,"measured"))
  w.uint32(48).bool(m.measured)
  if(m.affectedReplicas!=null&&Object.hasOwnProperty.call(m,"affectedReplicas"))
  w.uint32(56).uint32(m.affectedReplicas)
  if(m.unavailableMs!=null&&Object.hasOwnProperty.call(m,"unavailableMs"))
  w.uint32(64).uint64(m.unavailableMs)
  return w
},
  decode: function PreviewAction$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.kind=r.int32()
  break
  }
  case 2: {
  m.what=r.string()
  break
  }
  case 3: {
  m.node=r.string()
  break
  }
  case 4: {
  m.disruptive=r.bool()
  break
  }
  case 5: {
  m.durationMs=r.uint64()
  break
  }
  case 6: {
  m.measured=r.bool()
  break
  }
  case 7: {
  m.affectedReplicas=r.uint32()
  break
  }
  case 8: {
  m.unavailableMs=r.uint64()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function PreviewAction$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.PreviewAction: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  switch(d.kind){
  default:
  if(typeof(d.kind)==="number"){m.kind=d.kind;break}
  break
  case"PLAN_STEP_KIND_UNSPECIFIED":
  case 0:
  m.kind=0
  break
  case"PLAN_STEP_KIND_START":
  case 1:
  m.kind=1
  break
  case"PLAN_STEP_KIND_STOP":
  case 2:
  m.kind=2
  break
  case"PLAN_STEP_KIND_RESTART":
  case 3:
  m.kind=3
  break
  case"PLAN_STEP_KIND_RECREATE":
  case 4:
  m.kind=4
  break
  case"PLAN_STEP_KIND_SCALE":
  case 5:
  m.kind=5
  break
  case"PLAN_STEP_KIND_UPDATE_VERSION":
  case 6:
  m.kind=6
  break
  case"PLAN_STEP_KIND_APPLY_CONFIG":
  case 7:
  m.kind=7
  break
  case"PLAN_STEP_KIND_RELOCATE":
  case 8:
  m.kind=8
  break
  case"PLAN_STEP_KIND_ROLLBACK_VERSION":
  case 9:
  m.kind=9
  break
  case"PLAN_STEP_KIND_RESET_CONFIG":
  case 10:
  m.kind=10
  break
  case"PLAN_STEP_KIND_ISOLATE":
  case 11:
  m.kind=11
  break
  }
  if(d.what!=null){
  m.what=String(d.what)
  }
  if(d.node!=null){
  m.node=String(d.node)
  }
  if(d.disruptive!=null){
  m.disruptive=Boolean(d.disruptive)
  }
  if(d.durationMs!=null){
  if(util.Long)
  m.durationMs=util.Long.fromValue(d.durationMs,true)
  else if(typeof d.durationMs==="string")
  m.durationMs=parseInt(d.durationMs,10)
  else if(typeof d.durationMs==="number")
  m.durationMs=d.durationMs
  else if(typeof d.durationMs==="object")
  m.durationMs=new util.LongBits(d.durationMs.low>>>0,d.durationMs.high>>>0).toNumber(true)
  }
  if(d.measured!=null){
  m.measured=Boolean(d.measured)
  }
  if(d.affectedReplicas!=null){
  m.affectedReplicas=d.affectedReplicas>>>0
  }
  if(d.unavailableMs!=null){
  if(util.Long)
  m.unavailableMs=util.Long.fromValue(d.unavailableMs,true)
  else if(typeof d.unavailableMs==="string")
  m.unavailableMs=parseInt(d.unavailableMs,10)
  else if(typeof d.unavailableMs==="number")
  m.unavailableMs=d.unavailableMs
  else if(typeof d.unavailableMs==="object")
  m.unavailableMs=new util.LongBits(d.unavailableMs.low>>>0,d.unavailableMs.high>>>0).toNumber(true)
  }
  return m
},
  toObject: function PreviewAction$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.kind=o.enums===String?"PLAN_STEP_KIND_UNSPECIFIED":0
  d.what=""
  d.node=""
  d.disruptive=false
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.durationMs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.durationMs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.measured=false
  d.affectedReplicas=0
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.unavailableMs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.unavailableMs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  }
  if(m.kind!=null&&Object.hasOwnProperty.call(m,"kind")){
  d.kind=o.enums===String?(piccolo_statemanager_v1_PlanStepKind.values[m.kind]===undefined?m.kind:piccolo_statemanager_v1_PlanStepKind.values[m.kind]):m.kind
  }
  if(m.what!=null&&Object.hasOwnProperty.call(m,"what")){
  d.what=m.what
  }
  if(m.node!=null&&Object.hasOwnProperty.call(m,"node")){
  d.node=m.node
  }
  if(m.disruptive!=null&&Object.hasOwnProperty.call(m,"disruptive")){
  d.disruptive=m.disruptive
  }
  if(m.durationMs!=null&&Object.hasOwnProperty.call(m,"durationMs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.durationMs=typeof m.durationMs==="number"?BigInt(m.durationMs):util.Long.fromBits(m.durationMs.low>>>0,m.durationMs.high>>>0,true).toBigInt()
  else if(typeof m.durationMs==="number")
  d.durationMs=o.longs===String?String(m.durationMs):m.durationMs
  else
  d.durationMs=o.longs===String?util.Long.prototype.toString.call(m.durationMs):o.longs===Number?new util.LongBits(m.durationMs.low>>>0,m.durationMs.high>>>0).toNumber(true):m.durationMs
  }
  if(m.measured!=null&&Object.hasOwnProperty.call(m,"measured")){
  d.measured=m.measured
  }
  if(m.affectedReplicas!=null&&Object.hasOwnProperty.call(m,"affectedReplicas")){
  d.affectedReplicas=m.affectedReplicas
  }
  if(m.unavailableMs!=null&&Object.hasOwnProperty.call(m,"unavailableMs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.unavailableMs=typeof m.unavailableMs==="number"?BigInt(m.unavailableMs):util.Long.fromBits(m.unavailableMs.low>>>0,m.unavailableMs.high>>>0,true).toBigInt()
  else if(typeof m.unavailableMs==="number")
  d.unavailableMs=o.longs===String?String(m.unavailableMs):m.unavailableMs
  else
  d.unavailableMs=o.longs===String?util.Long.prototype.toString.call(m.unavailableMs):o.longs===Number?new util.LongBits(m.unavailableMs.low>>>0,m.unavailableMs.high>>>0).toNumber(true):m.unavailableMs
  }
  return d
},
};

const piccolo_statemanager_v1_ImpactAssessment = {
  ctor: class ImpactAssessment {},
  encode: function ImpactAssessment$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.affectedReplicas!=null&&Object.hasOwnProperty.call(m,"affectedReplicas"))
  w.uint32(8).uint32(m.affectedReplicas)
  if(m.dependents!=null&&m.dependents.length){
  for(var i=0;i<m.dependents.length;++i)
  piccolo_common_v1_ResourceId.encode(m.dependents[i],w.uint32(18).fork(),q+1).ldelim()
  }
  if(m.expectedUnavailabilityMs!=null&&Object.hasOwnProperty.call(m,"expectedUnavailabilityMs"))
  w.uint32(24).uint64(m.expectedUnavailabilityMs)
  if(m.disruptive!=null&&Object.hasOwnProperty.call(m,"disruptive"))
  w.uint32(32).bool(m.disruptive)
  if(m.measured!=null&&Object.hasOwnProperty.call(m,"measured"))
  w.uint32(40).bool(m.measured)
  return w
},
  decode: function ImpactAssessment$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.affectedReplicas=r.uint32()
  break
  }
  case 2: {
  if(!(m.dependents&&m.dependents.length))
  m.dependents=[]
  m.dependents.push(piccolo_common_v1_ResourceId.decode(r,r.uint32(),undefined,n+1))
  break
  }
  case 3: {
  m.expectedUnavailabilityMs=r.uint64()
  break
  }
  case 4: {
  m.disruptive=r.bool()
  break
  }
  case 5: {
  m.measured=r.bool()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ImpactAssessment$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.ImpactAssessment: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.affectedReplicas!=null){
  m.affectedReplicas=d.affectedReplicas>>>0
  }
  if(d.dependents){
  if(!Array.isArray(d.dependents))
  throw TypeError(".piccolo.statemanager.v1.ImpactAssessment.dependents: array expected")
  m.dependents=[]
  for(var i=0;i<d.dependents.length;++i){
  if(!util.isObject(d.dependents[i]))
  throw TypeError(".piccolo.statemanager.v1.ImpactAssessment.dependents: object expected")
  m.dependents[i]=piccolo_common_v1_ResourceId.fromObject(d.dependents[i],n+1)
  }
  }
  if(d.expectedUnavailabilityMs!=null){
  if(util.Long)
  m.expectedUnavailabilityMs=util.Long.fromValue(d.expectedUnavailabilityMs,true)
  else if(typeof d.expectedUnavailabilityMs==="string")
  m.expectedUnavailabilityMs=parseInt(d.expectedUnavailabilityMs,10)
  else if(typeof d.expectedUnavailabilityMs==="number")
  m.expectedUnavailabilityMs=d.expectedUnavailabilityMs
  else if(typeof d.expectedUnavailabilityMs==="object")
  m.expectedUnavailabilityMs=new util.LongBits(d.expectedUnavailabilityMs.low>>>0,d.expectedUnavailabilityMs.high>>>0).toNumber(true)
  }
  if(d.disruptive!=null){
  m.disruptive=Boolean(d.disruptive)
  }
  if(d.measured!=null){
  m.measured=Boolean(d.measured)
  }
  return m
},
  toObject: function ImpactAssessment$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.dependents=[]
  }
  if(o.defaults){
  d.affectedReplicas=0
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.expectedUnavailabilityMs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.expectedUnavailabilityMs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.disruptive=false
  d.measured=false
  }
  if(m.affectedReplicas!=null&&Object.hasOwnProperty.call(m,"affectedReplicas")){
  d.affectedReplicas=m.affectedReplicas
  }
  if(m.dependents&&m.dependents.length){
  d.dependents=[]
  for(var j=0;j<m.dependents.length;++j){
  d.dependents[j]=piccolo_common_v1_ResourceId.toObject(m.dependents[j],o,q+1)
  }
  }
  if(m.expectedUnavailabilityMs!=null&&Object.hasOwnProperty.call(m,"expectedUnavailabilityMs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.expectedUnavailabilityMs=typeof m.expectedUnavailabilityMs==="number"?BigInt(m.expectedUnavailabilityMs):util.Long.fromBits(m.expectedUnavailabilityMs.low>>>0,m.expectedUnavailabilityMs.high>>>0,true).toBigInt()
  else if(typeof m.expectedUnavailabilityMs==="number")
  d.expectedUnavailabilityMs=o.longs===String?String(m.expectedUnavailabilityMs):m.expectedUnavailabilityMs
  else
  d.expectedUnavailabilityMs=o.longs===String?util.Long.prototype.toString.call(m.expectedUnavailabilityMs):o.longs===Number?new util.LongBits(m.expectedUnavailabilityMs.low>>>0,m.expectedUnavailabilityMs.high>>>0).toNumber(true):m.expectedUnavailabilityMs
  }
  if(m.disruptive!=null&&Object.hasOwnProperty.call(m,"disruptive")){
  d.disruptive=m.disruptive
  }
  if(m.measured!=null&&Object.hasOwnProperty.call(m,"measured")){
  d.measured=m.measured
  }
  return d
},
};

const piccolo_statemanager_v1_PreviewPlan = {
  ctor: class PreviewPlan {},
  encode: function PreviewPlan$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.actions!=null&&m.actions.length){
  for(var i=0;i<m.actions.length;++i)
  piccolo_statemanager_v1_PreviewAction.encode(m.actions[i],w.uint32(10).fork(),q+1).ldelim()
  }
  if(m.estimatedDurationMs!=null&&Object.hasOwnProperty.call(m,"estimatedDurationMs"))
  w.uint32(16).uint64(m.estimatedDurationMs)
  if(m.impact!=null&&Object.hasOwnProperty.call(m,"impact"))
  piccolo_statemanager_v1_ImpactAssessment.encode(m.impact,w.uint32(26).fork(),q+1).ldelim()
  return w
},
  decode: function PreviewPlan$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  if(!(m.actions&&m.actions.length))
  m.actions=[]
  m.actions.push(piccolo_statemanager_v1_PreviewAction.decode(r,r.uint32(),undefined,n+1))
  break
  }
  case 2: {
  m.estimatedDurationMs=r.uint64()
  break
  }
  case 3: {
  m.impact=piccolo_statemanager_v1_ImpactAssessment.decode(r,r.uint32(),undefined,n+1)
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function PreviewPlan$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.PreviewPlan: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.actions){
  if(!Array.isArray(d.actions))
  throw TypeError(".piccolo.statemanager.v1.PreviewPlan.actions: array expected")
  m.actions=[]
  for(var i=0;i<d.actions.length;++i){
  if(!util.isObject(d.actions[i]))
  throw TypeError(".piccolo.statemanager.v1.PreviewPlan.actions: object expected")
  m.actions[i]=piccolo_statemanager_v1_PreviewAction.fromObject(d.actions[i],n+1)
  }
  }
  if(d.estimatedDurationMs!=null){
  if(util.Long)
  m.estimatedDurationMs=util.Long.fromValue(d.estimatedDurationMs,true)
  else if(typeof d.estimatedDurationMs==="string")
  m.estimatedDurationMs=parseInt(d.estimatedDurationMs,10)
  else if(typeof d.estimatedDurationMs==="number")
  m.estimatedDurationMs=d.estimatedDurationMs
  else if(typeof d.estimatedDurationMs==="object")
  m.estimatedDurationMs=new util.LongBits(d.estimatedDurationMs.low>>>0,d.estimatedDurationMs.high>>>0).toNumber(true)
  }
  if(d.impact!=null){
  if(!util.isObject(d.impact))
  throw TypeError(".piccolo.statemanager.v1.PreviewPlan.impact: object expected")
  m.impact=piccolo_statemanager_v1_ImpactAssessment.fromObject(d.impact,n+1)
  }
  return m
},
  toObject: function PreviewPlan$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.actions=[]
  }
  if(o.defaults){
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.estimatedDurationMs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.estimatedDurationMs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.impact=null
  }
  if(m.actions&&m.actions.length){
  d.actions=[]
  for(var j=0;j<m.actions.length;++j){
  d.actions[j]=piccolo_statemanager_v1_PreviewAction.toObject(m.actions[j],o,q+1)
  }
  }
  if(m.estimatedDurationMs!=null&&Object.hasOwnProperty.call(m,"estimatedDurationMs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.estimatedDurationMs=typeof m.estimatedDurationMs==="number"?BigInt(m.estimatedDurationMs):util.Long.fromBits(m.estimatedDurationMs.low>>>0,m.estimatedDurationMs.high>>>0,true).toBigInt()
  else if(typeof m.estimatedDurationMs==="number")
  d.estimatedDurationMs=o.longs===String?String(m.estimatedDurationMs):m.estimatedDurationMs
  else
  d.estimatedDurationMs=o.longs===String?util.Long.prototype.toString.call(m.estimatedDurationMs):o.longs===Number?new util.LongBits(m.estimatedDurationMs.low>>>0,m.estimatedDurationMs.high>>>0).toNumber(true):m.estimatedDurationMs
  }
  if(m.impact!=null&&Object.hasOwnProperty.call(m,"impact")){
  d.impact=piccolo_statemanager_v1_ImpactAssessment.toObject(m.impact,o,q+1)
  }
  return d
},
};

const piccolo_statemanager_v1_PreviewWarning = {
  ctor: class PreviewWarning {},
  encode: function PreviewWarning$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.code!=null&&Object.hasOwnProperty.call(m,"code"))
  w.uint32(10).string(m.code)
  if(m.message!=null&&Object.hasOwnProperty.call(m,"message"))
  w.uint32(18).string(m.message)
  return w
},
  decode: function PreviewWarning$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.code=r.string()
  break
  }
  case 2: {
  m.message=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function PreviewWarning$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.PreviewWarning: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.code!=null){
  m.code=String(d.code)
  }
  if(d.message!=null){
  m.message=String(d.message)
  }
  return m
},
  toObject: function PreviewWarning$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.code=""
  d.message=""
  }
  if(m.code!=null&&Object.hasOwnProperty.call(m,"code")){
  d.code=m.code
  }
  if(m.message!=null&&Object.hasOwnProperty.call(m,"message")){
  d.message=m.message
  }
  return d
},
};

const piccolo_statemanager_v1_PlanReconciliationResponse = {
  ctor: class PlanReconciliationResponse {},
  encode: function PlanReconciliationResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.resourceId!=null&&Object.hasOwnProperty.call(m,"resourceId"))
  piccolo_common_v1_ResourceId.encode(m.resourceId,w.uint32(10).fork(),q+1).ldelim()
  if(m.revision!=null&&Object.hasOwnProperty.call(m,"revision"))
  w.uint32(16).uint64(m.revision)
  if(m.seen!=null&&Object.hasOwnProperty.call(m,"seen"))
  w.uint32(26).string(m.seen)
  if(m.decisions!=null&&m.decisions.length){
  for(var i=0;i<m.decisions.length;++i)
  piccolo_statemanager_v1_PreviewDecision.encode(m.decisions[i],w.uint32(34).fork(),q+1).ldelim()
  }
  if(m.plan!=null&&Object.hasOwnProperty.call(m,"plan"))
  piccolo_statemanager_v1_PreviewPlan.encode(m.plan,w.uint32(42).fork(),q+1).ldelim()
  if(m.alternatives!=null&&m.alternatives.length){
  for(var i=0;i<m.alternatives.length;++i)
  piccolo_statemanager_v1_Alternative.encode(m.alternatives[i],w.uint32(50).fork(),q+1).ldelim()
  }
  if(m.warnings!=null&&m.warnings.length){
  for(var i=0;i<m.warnings.length;++i)
  piccolo_statemanager_v1_PreviewWarning.encode(m.warnings[i],w.uint32(58).fork(),q+1).ldelim()
  }
  return w
},
  decode: function PlanReconciliationResponse$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.resourceId=piccolo_common_v1_ResourceId.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  m.revision=r.uint64()
  break
  }
  case 3: {
  m.seen=r.string()
  break
  }
  case 4: {
  if(!(m.decisions&&m.decisions.length))
  m.decisions=[]
  m.decisions.push(piccolo_statemanager_v1_PreviewDecision.decode(r,r.uint32(),undefined,n+1))
  break
  }
  case 5: {
  m.plan=piccolo_statemanager_v1_PreviewPlan.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 6: {
  if(!(m.alternatives&&m.alternatives.length))
  m.alternatives=[]
  m.alternatives.push(piccolo_statemanager_v1_Alternative.decode(r,r.uint32(),undefined,n+1))
  break
  }
  case 7: {
  if(!(m.warnings&&m.warnings.length))
  m.warnings=[]
  m.warnings.push(piccolo_statemanager_v1_PreviewWarning.decode(r,r.uint32(),undefined,n+1))
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function PlanReconciliationResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.PlanReconciliationResponse: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.resourceId!=null){
  if(!util.isObject(d.resourceId))
  throw TypeError(".piccolo.statemanager.v1.PlanReconciliationResponse.resourceId: object expected")
  m.resourceId=piccolo_common_v1_ResourceId.fromObject(d.resourceId,n+1)
  }
  if(d.revision!=null){
  if(util.Long)
  m.revision=util.Long.fromValue(d.revision,true)
  else if(typeof d.revision==="string")
  m.revision=parseInt(d.revision,10)
  else if(typeof d.revision==="number")
  m.revision=d.revision
  else if(typeof d.revision==="object")
  m.revision=new util.LongBits(d.revision.low>>>0,d.revision.high>>>0).toNumber(true)
  }
  if(d.seen!=null){
  m.seen=String(d.seen)
  }
  if(d.decisions){
  if(!Array.isArray(d.decisions))
  throw TypeError(".piccolo.statemanager.v1.PlanReconciliationResponse.decisions: array expected")
  m.decisions=[]
  for(var i=0;i<d.decisions.length;++i){
  if(!util.isObject(d.decisions[i]))
  throw TypeError(".piccolo.statemanager.v1.PlanReconciliationResponse.decisions: object expected")
  m.decisions[i]=piccolo_statemanager_v1_PreviewDecision.fromObject(d.decisions[i],n+1)
  }
  }
  if(d.plan!=null){
  if(!util.isObject(d.plan))
  throw TypeError(".piccolo.statemanager.v1.PlanReconciliationResponse.plan: object expected")
  m.plan=piccolo_statemanager_v1_PreviewPlan.fromObject(d.plan,n+1)
  }
  if(d.alternatives){
  if(!Array.isArray(d.alternatives))
  throw TypeError(".piccolo.statemanager.v1.PlanReconciliationResponse.alternatives: array expected")
  m.alternatives=[]
  for(var i=0;i<d.alternatives.length;++i){
  if(!util.isObject(d.alternatives[i]))
  throw TypeError(".piccolo.statemanager.v1.PlanReconciliationResponse.alternatives: object expected")
  m.alternatives[i]=piccolo_statemanager_v1_Alternative.fromObject(d.alternatives[i],n+1)
  }
  }
  if(d.warnings){
  if(!Array.isArray(d.warnings))
  throw TypeError(".piccolo.statemanager.v1.PlanReconciliationResponse.warnings: array expected")
  m.warnings=[]
  for(var i=0;i<d.warnings.length;++i){
  if(!util.isObject(d.warnings[i]))
  throw TypeError(".piccolo.statemanager.v1.PlanReconciliationResponse.warnings: object expected")
  m.warnings[i]=piccolo_statemanager_v1_PreviewWarning.fromObject(d.warnings[i],n+1)
  }
  }
  return m
},
  toObject: function PlanReconciliationResponse$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.decisions=[]
  d.alternatives=[]
  d.warnings=[]
  }
  if(o.defaults){
  d.resourceId=null
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.revision=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.revision=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.seen=""
  d.plan=null
  }
  if(m.resourceId!=null&&Object.hasOwnProperty.call(m,"resourceId")){
  d.resourceId=piccolo_common_v1_ResourceId.toObject(m.resourceId,o,q+1)
  }
  if(m.revision!=null&&Object.hasOwnProperty.call(m,"revision")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.revision=typeof m.revision==="number"?BigInt(m.revision):util.Long.fromBits(m.revision.low>>>0,m.revision.high>>>0,true).toBigInt()
  else if(typeof m.revision==="number")
  d.revision=o.longs===String?String(m.revision):m.revision
  else
  d.revision=o.longs===String?util.Long.prototype.toString.call(m.revision):o.longs===Number?new util.LongBits(m.revision.low>>>0,m.revision.high>>>0).toNumber(true):m.revision
  }
  if(m.seen!=null&&Object.hasOwnProperty.call(m,"seen")){
  d.seen=m.seen
  }
  if(m.decisions&&m.decisions.length){
  d.decisions=[]
  for(var j=0;j<m.decisions.length;++j){
  d.decisions[j]=piccolo_statemanager_v1_PreviewDecision.toObject(m.decisions[j],o,q+1)
  }
  }
  if(m.plan!=null&&Object.hasOwnProperty.call(m,"plan")){
  d.plan=piccolo_statemanager_v1_PreviewPlan.toObject(m.plan,o,q+1)
  }
  if(m.alternatives&&m.alternatives.length){
  d.alternatives=[]
  for(var j=0;j<m.alternatives.length;++j){
  d.alternatives[j]=piccolo_statemanager_v1_Alternative.toObject(m.alternatives[j],o,q+1)
  }
  }
  if(m.warnings&&m.warnings.length){
  d.warnings=[]
  for(var j=0;j<m.warnings.length;++j){
  d.warnings[j]=piccolo_statemanager_v1_PreviewWarning.toObject(m.warnings[j],o,q+1)
  }
  }
  return d
},
};

const piccolo_statemanager_v1_GetLogsRequest = {
  ctor: class GetLogsRequest {},
  encode: function GetLogsRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.resourceId!=null&&Object.hasOwnProperty.call(m,"resourceId"))
  piccolo_common_v1_ResourceId.encode(m.resourceId,w.uint32(10).fork(),q+1).ldelim()
  if(m.node!=null&&Object.hasOwnProperty.call(m,"node"))
  w.uint32(18).string(m.node)
  if(m.replica!=null&&Object.hasOwnProperty.call(m,"replica"))
  w.uint32(24).uint32(m.replica)
  if(m.tailLines!=null&&Object.hasOwnProperty.call(m,"tailLines"))
  w.uint32(32).uint32(m.tailLines)
  if(m.maxAgeMs!=null&&Object.hasOwnProperty.call(m,"maxAgeMs"))
  w.uint32(40).uint64(m.maxAgeMs)
  if(m.follow!=null&&Object.hasOwnProperty.call(m,"follow"))
  w.uint32(48).bool(m.follow)
  return w
},
  decode: function GetLogsRequest$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.resourceId=piccolo_common_v1_ResourceId.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  m.node=r.string()
  break
  }
  case 3: {
  m.replica=r.uint32()
  break
  }
  case 4: {
  m.tailLines=r.uint32()
  break
  }
  case 5: {
  m.maxAgeMs=r.uint64()
  break
  }
  case 6: {
  m.follow=r.bool()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function GetLogsRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.GetLogsRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.resourceId!=null){
  if(!util.isObject(d.resourceId))
  throw TypeError(".piccolo.statemanager.v1.GetLogsRequest.resourceId: object expected")
  m.resourceId=piccolo_common_v1_ResourceId.fromObject(d.resourceId,n+1)
  }
  if(d.node!=null){
  m.node=String(d.node)
  }
  if(d.replica!=null){
  m.replica=d.replica>>>0
  }
  if(d.tailLines!=null){
  m.tailLines=d.tailLines>>>0
  }
  if(d.maxAgeMs!=null){
  if(util.Long)
  m.maxAgeMs=util.Long.fromValue(d.maxAgeMs,true)
  else if(typeof d.maxAgeMs==="string")
  m.maxAgeMs=parseInt(d.maxAgeMs,10)
  else if(typeof d.maxAgeMs==="number")
  m.maxAgeMs=d.maxAgeMs
  else if(typeof d.maxAgeMs==="object")
  m.maxAgeMs=new util.LongBits(d.maxAgeMs.low>>>0,d.maxAgeMs.high>>>0).toNumber(true)
  }
  if(d.follow!=null){
  m.follow=Boolean(d.follow)
  }
  return m
},
  toObject: function GetLogsRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.resourceId=null
  d.node=""
  d.tailLines=0
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.maxAgeMs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.maxAgeMs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.follow=false
  }
  if(m.resourceId!=null&&Object.hasOwnProperty.call(m,"resourceId")){
  d.resourceId=piccolo_common_v1_ResourceId.toObject(m.resourceId,o,q+1)
  }
  if(m.node!=null&&Object.hasOwnProperty.call(m,"node")){
  d.node=m.node
  }
  if(m.replica!=null&&Object.hasOwnProperty.call(m,"replica")){
  d.replica=m.replica
  if(o.oneofs)
  d._replica="replica"
  }
  if(m.tailLines!=null&&Object.hasOwnProperty.call(m,"tailLines")){
  d.tailLines=m.tailLines
  }
  if(m.maxAgeMs!=null&&Object.hasOwnProperty.call(m,"maxAgeMs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.maxAgeMs=typeof m.maxAgeMs==="number"?BigInt(m.maxAgeMs):util.Long.fromBits(m.maxAgeMs.low>>>0,m.maxAgeMs.high>>>0,true).toBigInt()
  else if(typeof m.maxAgeMs==="number")
  d.maxAgeMs=o.longs===String?String(m.maxAgeMs):m.maxAgeMs
  else
  d.maxAgeMs=o.longs===String?util.Long.prototype.toString.call(m.maxAgeMs):o.longs===Number?new util.LongBits(m.maxAgeMs.low>>>0,m.maxAgeMs.high>>>0).toNumber(true):m.maxAgeMs
  }
  if(m.follow!=null&&Object.hasOwnProperty.call(m,"follow")){
  d.follow=m.follow
  }
  return d
},
};

const piccolo_statemanager_v1_GetLogsResponse = {
  ctor: class GetLogsResponse {},
  encode: function GetLogsResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.node!=null&&Object.hasOwnProperty.call(m,"node"))
  w.uint32(10).string(m.node)
  if(m.lines!=null&&m.lines.length){
  for(var i=0;i<m.lines.length;++i)
  piccolo_common_v1_LogLine.encode(m.lines[i],w.uint32(18).fork(),q+1).ldelim()
  }
  return w
},
  decode: function GetLogsResponse$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.node=r.string()
  break
  }
  case 2: {
  if(!(m.lines&&m.lines.length))
  m.lines=[]
  m.lines.push(piccolo_common_v1_LogLine.decode(r,r.uint32(),undefined,n+1))
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function GetLogsResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.GetLogsResponse: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.node!=null){
  m.node=String(d.node)
  }
  if(d.lines){
  if(!Array.isArray(d.lines))
  throw TypeError(".piccolo.statemanager.v1.GetLogsResponse.lines: array expected")
  m.lines=[]
  for(var i=0;i<d.lines.length;++i){
  if(!util.isObject(d.lines[i]))
  throw TypeError(".piccolo.statemanager.v1.GetLogsResponse.lines: object expected")
  m.lines[i]=piccolo_common_v1_LogLine.fromObject(d.lines[i],n+1)
  }
  }
  return m
},
  toObject: function GetLogsResponse$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.lines=[]
  }
  if(o.defaults){
  d.node=""
  }
  if(m.node!=null&&Object.hasOwnProperty.call(m,"node")){
  d.node=m.node
  }
  if(m.lines&&m.lines.length){
  d.lines=[]
  for(var j=0;j<m.lines.length;++j){
  d.lines[j]=piccolo_common_v1_LogLine.toObject(m.lines[j],o,q+1)
  }
  }
  return d
},
};

const piccolo_statemanager_v1_ServiceFilter = {
  ctor: class ServiceFilter {},
  encode: function ServiceFilter$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.namespaces!=null&&m.namespaces.length){
  for(var i=0;i<m.namespaces.length;++i)
  w.uint32(10).string(m.namespaces[i])
  }
  if(m.resourceIds!=null&&m.resourceIds.length){
  for(var i=0;i<m.resourceIds.length;++i)
  piccolo_common_v1_ResourceId.encode(m.resourceIds[i],w.uint32(18).fork(),q+1).ldelim()
  }
  if(m.states!=null&&m.states.length){
  w.uint32(26).fork()
  for(var i=0;i<m.states.length;++i)
  w.int32(m.states[i])
  w.ldelim()
  }
  if(m.nodes!=null&&m.nodes.length){
  for(var i=0;i<m.nodes.length;++i)
  w.uint32(34).string(m.nodes[i])
  }
  return w
},
  decode: function ServiceFilter$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  if(!(m.namespaces&&m.namespaces.length))
  m.namespaces=[]
  m.namespaces.push(r.string())
  break
  }
  case 2: {
  if(!(m.resourceIds&&m.resourceIds.length))
  m.resourceIds=[]
  m.resourceIds.push(piccolo_common_v1_ResourceId.decode(r,r.uint32(),undefined,n+1))
  break
  }
  case 3: {
  if(!(m.states&&m.states.length))
  m.states=[]
  if((t&7)===2){
  var c2=r.uint32()+r.pos
  if(c2>r.len)
  throw RangeError("index out of range")
  r.len=c2
  while(r.pos<c2)
  m.states.push(r.int32())
  if(r.pos!==c2)
  throw RangeError("index out of range")
  r.len=c
  }else
  m.states.push(r.int32())
  break
  }
  case 4: {
  if(!(m.nodes&&m.nodes.length))
  m.nodes=[]
  m.nodes.push(r.string())
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ServiceFilter$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.ServiceFilter: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.namespaces){
  if(!Array.isArray(d.namespaces))
  throw TypeError(".piccolo.statemanager.v1.ServiceFilter.namespaces: array expected")
  m.namespaces=[]
  for(var i=0;i<d.namespaces.length;++i){
  m.namespaces[i]=String(d.namespaces[i])
  }
  }
  if(d.resourceIds){
  if(!Array.isArray(d.resourceIds))
  throw TypeError(".piccolo.statemanager.v1.ServiceFilter.resourceIds: array expected")
  m.resourceIds=[]
  for(var i=0;i<d.resourceIds.length;++i){
  if(!util.isObject(d.resourceIds[i]))
  throw TypeError(".piccolo.statemanager.v1.ServiceFilter.resourceIds: object expected")
  m.resourceIds[i]=piccolo_common_v1_ResourceId.fromObject(d.resourceIds[i],n+1)
  }
  }
  if(d.states){
  if(!Array.isArray(d.states))
  throw TypeError(".piccolo.statemanager.v1.ServiceFilter.states: array expected")
  m.states=[]
  for(var i=0;i<d.states.length;++i){
  switch(d.states[i]){
  default:
  if(typeof(d.states[i])==="number"){m.states[i]=d.states[i];break}
  case"SERVICE_STATE_TYPE_UNSPECIFIED":
  case 0:
  m.states[i]=0
  break
  case"SERVICE_STATE_TYPE_PENDING":
  case 1:
  m.states[i]=1
  break
  case"SERVICE_STATE_TYPE_INITIALIZING":
  case 2:
  m.states[i]=2
  break
  case"SERVICE_STATE_TYPE_RUNNING":
  case 3:
  m.states[i]=3
  break
  case"SERVICE_STATE_TYPE_DEGRADED":
  case 4:
  m.states[i]=4
  break
  case"SERVICE_STATE_TYPE_TERMINATING":
  case 5:
  m.states[i]=5
  break
  case"SERVICE_STATE_TYPE_FAILED":
  case 6:
  m.states[i]=6
  break
  }
  }
  }
  if(d.nodes){
  if(!Array.isArray(d.nodes))
  throw TypeError(".piccolo.statemanager.v1.ServiceFilter.nodes: array expected")
  m.nodes=[]
  for(var i=0;i<d.nodes.length;++i){
  m.nodes[i]=String(d.nodes[i])
  }
  }
  return m
},
  toObject: function ServiceFilter$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.namespaces=[]
  d.resourceIds=[]
  d.states=[]
  d.nodes=[]
  }
  if(m.namespaces&&m.namespaces.length){
  d.namespaces=[]
  for(var j=0;j<m.namespaces.length;++j){
  d.namespaces[j]=m.namespaces[j]
  }
  }
  if(m.resourceIds&&m.resourceIds.length){
  d.resourceIds=[]
  for(var j=0;j<m.resourceIds.length;++j){
  d.resourceIds[j]=piccolo_common_v1_ResourceId.toObject(m.resourceIds[j],o,q+1)
  }
  }
  if(m.states&&m.states.length){
  d.states=[]
  for(var j=0;j<m.states.length;++j){
  d.states[j]=o.enums===String?(piccolo_common_v1_ServiceStateType.values[m.states[j]]===undefined?m.states[j]:piccolo_common_v1_ServiceStateType.values[m.states[j]]):m.states[j]
  }
  }
  if(m.nodes&&m.nodes.length){
  d.nodes=[]
  for(var j=0;j<m.nodes.length;++j){
  d.nodes[j]=m.nodes[j]
  }
  }
  return d
},
};

const piccolo_statemanager_v1_StateUpdateRequest = {
  ctor: class StateUpdateRequest {},
  encode: function StateUpdateRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.resourceId!=null&&Object.hasOwnProperty.call(m,"resourceId"))
  piccolo_common_v1_ResourceId.encode(m.resourceId,w.uint32(10).fork(),q+1).ldelim()
  if(m.spec!=null&&Object.hasOwnProperty.call(m,"spec"))
  piccolo_common_v1_ServiceSpec.encode(m.spec,w.uint32(18).fork(),q+1).ldelim()
  if(m["delete"]!=null&&Object.hasOwnProperty.call(m,"delete"))
  piccolo_statemanager_v1_DeleteService.encode(m["delete"],w.uint32(26).fork(),q+1).ldelim()
  if(m.expectedGeneration!=null&&Object.hasOwnProperty.call(m,"expectedGeneration"))
  w.uint32(32).uint64(m.expectedGeneration)
  if(m.labels!=null&&Object.hasOwnProperty.call(m,"labels")){
  for(var ks=Object.keys(m.labels),i=0;i<ks.length;++i){
  w.uint32(42).fork().uint32(10).string(ks[i])
  .uint32(18).string(m.labels[ks[i]]).ldelim()
  }
  }
  if(m.reason!=null&&Object.hasOwnProperty.call(m,"reason"))
  w.uint32(50).string(m.reason)
  return w
},
  decode: function StateUpdateRequest$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m,k,value
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.resourceId=piccolo_common_v1_ResourceId.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  m.spec=piccolo_common_v1_ServiceSpec.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 3: {
  m["delete"]=piccolo_statemanager_v1_DeleteService.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 4: {
  m.expectedGeneration=r.uint64()
  break
  }
  case 5: {
  if(m.labels===util.emptyObject)
  m.labels={}
  var c2=r.uint32()+r.pos
  if(c2>r.len)
  throw RangeError("index out of range")
  r.len=c2
  k=""
  value=""
  while(r.pos<c2){
  var tag2=r.uint32()
  switch(tag2>>>3){
  case 1: k=r.string(); break
  case 2:
  value=r.string()
  break
  default:
  r.skipType(tag2&7,n)
  break
  }
  }
  if(r.pos!==c2)
  throw RangeError("index out of range")
  r.len=c
  if(k==="__proto__")
  util.makeProp(m.labels,k)
  m.labels[k]=value
  break
  }
  case 6: {
  m.reason=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function StateUpdateRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.StateUpdateRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.resourceId!=null){
  if(!util.isObject(d.resourceId))
  throw TypeError(".piccolo.statemanager.v1.StateUpdateRequest.resourceId: object expected")
  m.resourceId=piccolo_common_v1_ResourceId.fromObject(d.resourceId,n+1)
  }
  if(d.spec!=null){
  if(!util.isObject(d.spec))
  throw TypeError(".piccolo.statemanager.v1.StateUpdateRequest.spec: object expected")
  m.spec=piccolo_common_v1_ServiceSpec.fromObject(d.spec,n+1)
  }
  if(d["delete"]!=null){
  if(!util.isObject(d["delete"]))
  throw TypeError(".piccolo.statemanager.v1.StateUpdateRequest.delete: object expected")
  m["delete"]=piccolo_statemanager_v1_DeleteService.fromObject(d["delete"],n+1)
  }
  if(d.expectedGeneration!=null){
  if(util.Long)
  m.expectedGeneration=util.Long.fromValue(d.expectedGeneration,true)
  else if(typeof d.expectedGeneration==="string")
  m.expectedGeneration=parseInt(d.expectedGeneration,10)
  else if(typeof d.expectedGeneration==="number")
  m.expectedGeneration=d.expectedGeneration
  else if(typeof d.expectedGeneration==="object")
  m.expectedGeneration=new util.LongBits(d.expectedGeneration.low>>>0,d.expectedGeneration.high>>>0).toNumber(true)
  }
  if(d.labels){
  if(!util.isObject(d.labels))
  throw TypeError(".piccolo.statemanager.v1.StateUpdateRequest.labels: object expected")
  m.labels={}
  for(var ks=Object.keys(d.labels),i=0;i<ks.length;++i){
  if(ks[i]==="__proto__")
  util.makeProp(m.labels,ks[i])
  m.labels[ks[i]]=String(d.labels[ks[i]])
  }
  }
  if(d.reason!=null){
  m.reason=String(d.reason)
  }
  return m
},
  toObject: function StateUpdateRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.objects||o.defaults){
  d.labels={}
  }
  if(o.defaults){
  d.resourceId=null
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.expectedGeneration=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.expectedGeneration=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.reason=""
  }
  if(m.resourceId!=null&&Object.hasOwnProperty.call(m,"resourceId")){
  d.resourceId=piccolo_common_v1_ResourceId.toObject(m.resourceId,o,q+1)
  }
  if(m.spec!=null&&Object.hasOwnProperty.call(m,"spec")){
  d.spec=piccolo_common_v1_ServiceSpec.toObject(m.spec,o,q+1)
  if(o.oneofs)
  d.change="spec"
  }
  if(m["delete"]!=null&&Object.hasOwnProperty.call(m,"delete")){
  d["delete"]=piccolo_statemanager_v1_DeleteService.toObject(m["delete"],o,q+1)
  if(o.oneofs)
  d.change="delete"
  }
  if(m.expectedGeneration!=null&&Object.hasOwnProperty.call(m,"expectedGeneration")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.expectedGeneration=typeof m.expectedGeneration==="number"?BigInt(m.expectedGeneration):util.Long.fromBits(m.expectedGeneration.low>>>0,m.expectedGeneration.high>>>0,true).toBigInt()
  else if(typeof m.expectedGeneration==="number")
  d.expectedGeneration=o.longs===String?String(m.expectedGeneration):m.expectedGeneration
  else
  d.expectedGeneration=o.longs===String?util.Long.prototype.toString.call(m.expectedGeneration):o.longs===Number?new util.LongBits(m.expectedGeneration.low>>>0,m.expectedGeneration.high>>>0).toNumber(true):m.expectedGeneration
  }
  var ks2
  if(m.labels&&(ks2=Object.keys(m.labels)).length){
  d.labels={}
  for(var j=0;j<ks2.length;++j){
  if(ks2[j]==="__proto__")
  util.makeProp(d.labels,ks2[j])
  d.labels[ks2[j]]=m.labels[ks2[j]]
  }
  }
  if(m.reason!=null&&Object.hasOwnProperty.call(m,"reason")){
  d.reason=m.reason
  }
  return d
},
};
piccolo_statemanager_v1_StateUpdateRequest.ctor.prototype.labels = util.emptyObject;

const piccolo_statemanager_v1_DeleteService = {
  ctor: class DeleteService {},
  encode: function DeleteService$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  return w
},
  decode: function DeleteService$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function DeleteService$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  return new this.ctor
},
  toObject: function DeleteService$toObject(){
  return {}
},
};

const piccolo_statemanager_v1_StateUpdateResponse = {
  ctor: class StateUpdateResponse {},
  encode: function StateUpdateResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.service!=null&&Object.hasOwnProperty.call(m,"service"))
  piccolo_common_v1_ServiceState.encode(m.service,w.uint32(10).fork(),q+1).ldelim()
  if(m.changed!=null&&Object.hasOwnProperty.call(m,"changed"))
  w.uint32(16).bool(m.changed)
  return w
},
  decode: function StateUpdateResponse$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.service=piccolo_common_v1_ServiceState.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  m.changed=r.bool()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function StateUpdateResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.StateUpdateResponse: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.service!=null){
  if(!util.isObject(d.service))
  throw TypeError(".piccolo.statemanager.v1.StateUpdateResponse.service: object expected")
  m.service=piccolo_common_v1_ServiceState.fromObject(d.service,n+1)
  }
  if(d.changed!=null){
  m.changed=Boolean(d.changed)
  }
  return m
},
  toObject: function StateUpdateResponse$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.service=null
  d.changed=false
  }
  if(m.service!=null&&Object.hasOwnProperty.call(m,"service")){
  d.service=piccolo_common_v1_ServiceState.toObject(m.service,o,q+1)
  }
  if(m.changed!=null&&Object.hasOwnProperty.call(m,"changed")){
  d.changed=m.changed
  }
  return d
},
};

const piccolo_statemanager_v1_ApplyRequest = {
  ctor: class ApplyRequest {},
  encode: function ApplyRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.changes!=null&&m.changes.length){
  for(var i=0;i<m.changes.length;++i)
  piccolo_statemanager_v1_StateUpdateRequest.encode(m.changes[i],w.uint32(10).fork(),q+1).ldelim()
  }
  if(m.dryRun!=null&&Object.hasOwnProperty.call(m,"dryRun"))
  w.uint32(16).bool(m.dryRun)
  return w
},
  decode: function ApplyRequest$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  if(!(m.changes&&m.changes.length))
  m.changes=[]
  m.changes.push(piccolo_statemanager_v1_StateUpdateRequest.decode(r,r.uint32(),undefined,n+1))
  break
  }
  case 2: {
  m.dryRun=r.bool()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ApplyRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.ApplyRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.changes){
  if(!Array.isArray(d.changes))
  throw TypeError(".piccolo.statemanager.v1.ApplyRequest.changes: array expected")
  m.changes=[]
  for(var i=0;i<d.changes.length;++i){
  if(!util.isObject(d.changes[i]))
  throw TypeError(".piccolo.statemanager.v1.ApplyRequest.changes: object expected")
  m.changes[i]=piccolo_statemanager_v1_StateUpdateRequest.fromObject(d.changes[i],n+1)
  }
  }
  if(d.dryRun!=null){
  m.dryRun=Boolean(d.dryRun)
  }
  return m
},
  toObject: function ApplyRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.changes=[]
  }
  if(o.defaults){
  d.dryRun=false
  }
  if(m.changes&&m.changes.length){
  d.changes=[]
  for(var j=0;j<m.changes.length;++j){
  d.changes[j]=piccolo_statemanager_v1_StateUpdateRequest.toObject(m.changes[j],o,q+1)
  }
  }
  if(m.dryRun!=null&&Object.hasOwnProperty.call(m,"dryRun")){
  d.dryRun=m.dryRun
  }
  return d
},
};

const piccolo_statemanager_v1_ApplyResponse = {
  ctor: class ApplyResponse {},
  encode: function ApplyResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.applied!=null&&m.applied.length){
  for(var i=0;i<m.applied.length;++i)
  piccolo_statemanager_v1_AppliedChange.encode(m.applied[i],w.uint32(10).fork(),q+1).ldelim()
  }
  return w
},
  decode: function ApplyResponse$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  if(!(m.applied&&m.applied.length))
  m.applied=[]
  m.applied.push(piccolo_statemanager_v1_AppliedChange.decode(r,r.uint32(),undefined,n+1))
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ApplyResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.ApplyResponse: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.applied){
  if(!Array.isArray(d.applied))
  throw TypeError(".piccolo.statemanager.v1.ApplyResponse.applied: array expected")
  m.applied=[]
  for(var i=0;i<d.applied.length;++i){
  if(!util.isObject(d.applied[i]))
  throw TypeError(".piccolo.statemanager.v1.ApplyResponse.applied: object expected")
  m.applied[i]=piccolo_statemanager_v1_AppliedChange.fromObject(d.applied[i],n+1)
  }
  }
  return m
},
  toObject: function ApplyResponse$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.applied=[]
  }
  if(m.applied&&m.applied.length){
  d.applied=[]
  for(var j=0;j<m.applied.length;++j){
  d.applied[j]=piccolo_statemanager_v1_AppliedChange.toObject(m.applied[j],o,q+1)
  }
  }
  return d
},
};

const piccolo_statemanager_v1_AppliedChange = {
  ctor: class AppliedChange {},
  encode: function AppliedChange$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.resourceId!=null&&Object.hasOwnProperty.call(m,"resourceId"))
  piccolo_common_v1_ResourceId.encode(m.resourceId,w.uint32(10).fork(),q+1).ldelim()
  if(m.generation!=null&&Object.hasOwnProperty.call(m,"generation"))
  w.uint32(16).uint64(m.generation)
  if(m.changed!=null&&Object.hasOwnProperty.call(m,"changed"))
  w.uint32(24).bool(m.changed)
  return w
},
  decode: function AppliedChange$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.resourceId=piccolo_common_v1_ResourceId.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  m.generation=r.uint64()
  break
  }
  case 3: {
  m.changed=r.bool()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function AppliedChange$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.AppliedChange: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.resourceId!=null){
  if(!util.isObject(d.resourceId))
  throw TypeError(".piccolo.statemanager.v1.AppliedChange.resourceId: object expected")
  m.resourceId=piccolo_common_v1_ResourceId.fromObject(d.resourceId,n+1)
  }
  if(d.generation!=null){
  if(util.Long)
  m.generation=util.Long.fromValue(d.generation,true)
  else if(typeof d.generation==="string")
  m.generation=parseInt(d.generation,10)
  else if(typeof d.generation==="number")
  m.generation=d.generation
  else if(typeof d.generation==="object")
  m.generation=new util.LongBits(d.generation.low>>>0,d.generation.high>>>0).toNumber(true)
  }
  if(d.changed!=null){
  m.changed=Boolean(d.changed)
  }
  return m
},
  toObject: function AppliedChange$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.resourceId=null
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.generation=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.generation=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.changed=false
  }
  if(m.resourceId!=null&&Object.hasOwnProperty.call(m,"resourceId")){
  d.resourceId=piccolo_common_v1_ResourceId.toObject(m.resourceId,o,q+1)
  }
  if(m.generation!=null&&Object.hasOwnProperty.call(m,"generation")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.generation=typeof m.generation==="number"?BigInt(m.generation):util.Long.fromBits(m.generation.low>>>0,m.generation.high>>>0,true).toBigInt()
  else if(typeof m.generation==="number")
  d.generation=o.longs===String?String(m.generation):m.generation
  else
  d.generation=o.longs===String?util.Long.prototype.toString.call(m.generation):o.longs===Number?new util.LongBits(m.generation.low>>>0,m.generation.high>>>0).toNumber(true):m.generation
  }
  if(m.changed!=null&&Object.hasOwnProperty.call(m,"changed")){
  d.changed=m.changed
  }
  return d
},
};

const piccolo_statemanager_v1_StateQueryRequest = {
  ctor: class StateQueryRequest {},
  encode: function StateQueryRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.filter!=null&&Object.hasOwnProperty.call(m,"filter"))
  piccolo_statemanager_v1_ServiceFilter.encode(m.filter,w.uint32(10).fork(),q+1).ldelim()
  if(m.pageSize!=null&&Object.hasOwnProperty.call(m,"pageSize"))
  w.uint32(16).uint32(m.pageSize)
  if(m.pageToken!=null&&Object.hasOwnProperty.call(m,"pageToken"))
  w.uint32(26).string(m.pageToken)
  return w
},
  decode: function StateQueryRequest$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.filter=piccolo_statemanager_v1_ServiceFilter.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  m.pageSize=r.uint32()
  break
  }
  case 3: {
  m.pageToken=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function StateQueryRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.StateQueryRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.filter!=null){
  if(!util.isObject(d.filter))
  throw TypeError(".piccolo.statemanager.v1.StateQueryRequest.filter: object expected")
  m.filter=piccolo_statemanager_v1_ServiceFilter.fromObject(d.filter,n+1)
  }
  if(d.pageSize!=null){
  m.pageSize=d.pageSize>>>0
  }
  if(d.pageToken!=null){
  m.pageToken=String(d.pageToken)
  }
  return m
},
  toObject: function StateQueryRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.filter=null
  d.pageSize=0
  d.pageToken=""
  }
  if(m.filter!=null&&Object.hasOwnProperty.call(m,"filter")){
  d.filter=piccolo_statemanager_v1_ServiceFilter.toObject(m.filter,o,q+1)
  }
  if(m.pageSize!=null&&Object.hasOwnProperty.call(m,"pageSize")){
  d.pageSize=m.pageSize
  }
  if(m.pageToken!=null&&Object.hasOwnProperty.call(m,"pageToken")){
  d.pageToken=m.pageToken
  }
  return d
},
};

const piccolo_statemanager_v1_StateQueryResponse = {
  ctor: class StateQueryResponse {},
  encode: function StateQueryResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.services!=null&&m.services.length){
  for(var i=0;i<m.services.length;++i)
  piccolo_common_v1_ServiceState.encode(m.services[i],w.uint32(10).fork(),q+1).ldelim()
  }
  if(m.nextPageToken!=null&&Object.hasOwnProperty.call(m,"nextPageToken"))
  w.uint32(18).string(m.nextPageToken)
  if(m.revision!=null&&Object.hasOwnProperty.call(m,"revision"))
  w.uint32(24).uint64(m.revision)
  if(m.stale!=null&&Object.hasOwnProperty.call(m,"stale"))
  w.uint32(32).bool(m.stale)
  if(m.stalenessMs!=null&&Object.hasOwnProperty.call(m,"stalenessMs"))
  w.uint32(40).uint64(m.stalenessMs)
  return w
},
  decode: function StateQueryResponse$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  if(!(m.services&&m.services.length))
  m.services=[]
  m.services.push(piccolo_common_v1_ServiceState.decode(r,r.uint32(),undefined,n+1))
  break
  }
  case 2: {
  m.nextPageToken=r.string()
  break
  }
  case 3: {
  m.revision=r.uint64()
  break
  }
  case 4: {
  m.stale=r.bool()
  break
  }
  case 5: {
  m.stalenessMs=r.uint64()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function StateQueryResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.StateQueryResponse: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.services){
  if(!Array.isArray(d.services))
  throw TypeError(".piccolo.statemanager.v1.StateQueryResponse.services: array expected")
  m.services=[]
  for(var i=0;i<d.services.length;++i){
  if(!util.isObject(d.services[i]))
  throw TypeError(".piccolo.statemanager.v1.StateQueryResponse.services: object expected")
  m.services[i]=piccolo_common_v1_ServiceState.fromObject(d.services[i],n+1)
  }
  }
  if(d.nextPageToken!=null){
  m.nextPageToken=String(d.nextPageToken)
  }
  if(d.revision!=null){
  if(util.Long)
  m.revision=util.Long.fromValue(d.revision,true)
  else if(typeof d.revision==="string")
  m.revision=parseInt(d.revision,10)
  else if(typeof d.revision==="number")
  m.revision=d.revision
  else if(typeof d.revision==="object")
  m.revision=new util.LongBits(d.revision.low>>>0,d.revision.high>>>0).toNumber(true)
  }
  if(d.stale!=null){
  m.stale=Boolean(d.stale)
  }
  if(d.stalenessMs!=null){
  if(util.Long)
  m.stalenessMs=util.Long.fromValue(d.stalenessMs,true)
  else if(typeof d.stalenessMs==="string")
  m.stalenessMs=parseInt(d.stalenessMs,10)
  else if(typeof d.stalenessMs==="number")
  m.stalenessMs=d.stalenessMs
  else if(typeof d.stalenessMs==="object")
  m.stalenessMs=new util.LongBits(d.stalenessMs.low>>>0,d.stalenessMs.high>>>0).toNumber(true)
  }
  return m
},
  toObject: function StateQueryResponse$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.services=[]
  }
  if(o.defaults){
  d.nextPageToken=""
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.revision=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.revision=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.stale=false
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.stalenessMs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.stalenessMs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  }
  if(m.services&&m.services.length){
  d.services=[]
  for(var j=0;j<m.services.length;++j){
  d.services[j]=piccolo_common_v1_ServiceState.toObject(m.services[j],o,q+1)
  }
  }
  if(m.nextPageToken!=null&&Object.hasOwnProperty.call(m,"nextPageToken")){
  d.nextPageToken=m.nextPageToken
  }
  if(m.revision!=null&&Object.hasOwnProperty.call(m,"revision")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.revision=typeof m.revision==="number"?BigInt(m.revision):util.Long.fromBits(m.revision.low>>>0,m.revision.high>>>0,true).toBigInt()
  else if(typeof m.revision==="number")
  d.revision=o.longs===String?String(m.revision):m.revision
  else
  d.revision=o.longs===String?util.Long.prototype.toString.call(m.revision):o.longs===Number?new util.LongBits(m.revision.low>>>0,m.revision.high>>>0).toNumber(true):m.revision
  }
  if(m.stale!=null&&Object.hasOwnProperty.call(m,"stale")){
  d.stale=m.stale
  }
  if(m.stalenessMs!=null&&Object.hasOwnProperty.call(m,"stalenessMs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.stalenessMs=typeof m.stalenessMs==="number"?BigInt(m.stalenessMs):util.Long.fromBits(m.stalenessMs.low>>>0,m.stalenessMs.high>>>0,true).toBigInt()
  else if(typeof m.stalenessMs==="number")
  d.stalenessMs=o.longs===String?String(m.stalenessMs):m.stalenessMs
  else
  d.stalenessMs=o.longs===String?util.Long.prototype.toString.call(m.stalenessMs):o.longs===Number?new util.LongBits(m.stalenessMs.low>>>0,m.stalenessMs.high>>>0).toNumber(true):m.stalenessMs
  }
  return d
},
};

const piccolo_statemanager_v1_StateSubscriptionRequest = {
  ctor: class StateSubscriptionRequest {},
  encode: function StateSubscriptionRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.filter!=null&&Object.hasOwnProperty.call(m,"filter"))
  piccolo_statemanager_v1_ServiceFilter.encode(m.filter,w.uint32(10).fork(),q+1).ldelim()
  if(m.snapshot!=null&&Object.hasOwnProperty.call(m,"snapshot"))
  piccolo_statemanager_v1_SnapshotFirst.encode(m.snapshot,w.uint32(18).fork(),q+1).ldelim()
  if(m.afterRevision!=null&&Object.hasOwnProperty.call(m,"afterRevision"))
  w.uint32(24).uint64(m.afterRevision)
  if(m.heartbeatIntervalMs!=null&&Object.hasOwnProperty.call(m,"heartbeatIntervalMs"))
  w.uint32(32).uint32(m.heartbeatIntervalMs)
  if(m.afterTerm!=null&&Object.hasOwnProperty.call(m,"afterTerm"))
  w.uint32(40).uint64(m.afterTerm)
  if(m.maxChangesPerMessage!=null&&Object.hasOwnProperty.call(m,"maxChangesPerMessage"))
  w.uint32(48).uint32(m.maxChangesPerMessage)
  return w
},
  decode: function StateSubscriptionRequest$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.filter=piccolo_statemanager_v1_ServiceFilter.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  m.snapshot=piccolo_statemanager_v1_SnapshotFirst.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 3: {
  m.afterRevision=r.uint64()
  break
  }
  case 4: {
  m.heartbeatIntervalMs=r.uint32()
  break
  }
  case 5: {
  m.afterTerm=r.uint64()
  break
  }
  case 6: {
  m.maxChangesPerMessage=r.uint32()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function StateSubscriptionRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.StateSubscriptionRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.filter!=null){
  if(!util.isObject(d.filter))
  throw TypeError(".piccolo.statemanager.v1.StateSubscriptionRequest.filter: object expected")
  m.filter=piccolo_statemanager_v1_ServiceFilter.fromObject(d.filter,n+1)
  }
  if(d.snapshot!=null){
  if(!util.isObject(d.snapshot))
  throw TypeError(".piccolo.statemanager.v1.StateSubscriptionRequest.snapshot: object expected")
  m.snapshot=piccolo_statemanager_v1_SnapshotFirst.fromObject(d.snapshot,n+1)
  }
  if(d.afterRevision!=null){
  if(util.Long)
  m.afterRevision=util.Long.fromValue(d.afterRevision,true)
  else if(typeof d.afterRevision==="string")
  m.afterRevision=parseInt(d.afterRevision,10)
  else if(typeof d.afterRevision==="number")
  m.afterRevision=d.afterRevision
  else if(typeof d.afterRevision==="object")
  m.afterRevision=new util.LongBits(d.afterRevision.low>>>0,d.afterRevision.high>>>0).toNumber(true)
  }
  if(d.heartbeatIntervalMs!=null){
  m.heartbeatIntervalMs=d.heartbeatIntervalMs>>>0
  }
  if(d.afterTerm!=null){
  if(util.Long)
  m.afterTerm=util.Long.fromValue(d.afterTerm,true)
  else if(typeof d.afterTerm==="string")
  m.afterTerm=parseInt(d.afterTerm,10)
  else if(typeof d.afterTerm==="number")
  m.afterTerm=d.afterTerm
  else if(typeof d.afterTerm==="object")
  m.afterTerm=new util.LongBits(d.afterTerm.low>>>0,d.afterTerm.high>>>0).toNumber(true)
  }
  if(d.maxChangesPerMessage!=null){
  m.maxChangesPerMessage=d.maxChangesPerMessage>>>0
  }
  return m
},
  toObject: function StateSubscriptionRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.filter=null
  d.heartbeatIntervalMs=0
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.afterTerm=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.afterTerm=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.maxChangesPerMessage=0
  }
  if(m.filter!=null&&Object.hasOwnProperty.call(m,"filter")){
  d.filter=piccolo_statemanager_v1_ServiceFilter.toObject(m.filter,o,q+1)
  }
  if(m.snapshot!=null&&Object.hasOwnProperty.call(m,"snapshot")){
  d.snapshot=piccolo_statemanager_v1_SnapshotFirst.toObject(m.snapshot,o,q+1)
  if(o.oneofs)
  d.start="snapshot"
  }
  if(m.afterRevision!=null&&Object.hasOwnProperty.call(m,"afterRevision")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.afterRevision=typeof m.afterRevision==="number"?BigInt(m.afterRevision):util.Long.fromBits(m.afterRevision.low>>>0,m.afterRevision.high>>>0,true).toBigInt()
  else if(typeof m.afterRevision==="number")
  d.afterRevision=o.longs===String?String(m.afterRevision):m.afterRevision
  else
  d.afterRevision=o.longs===String?util.Long.prototype.toString.call(m.afterRevision):o.longs===Number?new util.LongBits(m.afterRevision.low>>>0,m.afterRevision.high>>>0).toNumber(true):m.afterRevision
  if(o.oneofs)
  d.start="afterRevision"
  }
  if(m.heartbeatIntervalMs!=null&&Object.hasOwnProperty.call(m,"heartbeatIntervalMs")){
  d.heartbeatIntervalMs=m.heartbeatIntervalMs
  }
  if(m.afterTerm!=null&&Object.hasOwnProperty.call(m,"afterTerm")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.afterTerm=typeof m.afterTerm==="number"?BigInt(m.afterTerm):util.Long.fromBits(m.afterTerm.low>>>0,m.afterTerm.high>>>0,true).toBigInt()
  else if(typeof m.afterTerm==="number")
  d.afterTerm=o.longs===String?String(m.afterTerm):m.afterTerm
  else
  d.afterTerm=o.longs===String?util.Long.prototype.toString.call(m.afterTerm):o.longs===Number?new util.LongBits(m.afterTerm.low>>>0,m.afterTerm.high>>>0).toNumber(true):m.afterTerm
  }
  if(m.maxChangesPerMessage!=null&&Object.hasOwnProperty.call(m,"maxChangesPerMessage")){
  d.maxChangesPerMessage=m.maxChangesPerMessage
  }
  return d
},
};

const piccolo_statemanager_v1_SnapshotFirst = {
  ctor: class SnapshotFirst {},
  encode: function SnapshotFirst$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  return w
},
  decode: function SnapshotFirst$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function SnapshotFirst$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  return new this.ctor
},
  toObject: function SnapshotFirst$toObject(){
  return {}
},
};

const piccolo_statemanager_v1_StateChangeEvent = {
  ctor: class StateChangeEvent {},
  encode: function StateChangeEvent$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.snapshot!=null&&Object.hasOwnProperty.call(m,"snapshot"))
  piccolo_common_v1_ServiceState.encode(m.snapshot,w.uint32(10).fork(),q+1).ldelim()
  if(m.snapshotComplete!=null&&Object.hasOwnProperty.call(m,"snapshotComplete"))
  piccolo_statemanager_v1_SnapshotComplete.encode(m.snapshotComplete,w.uint32(18).fork(),q+1).ldelim()
  if(m.change!=null&&Object.hasOwnProperty.call(m,"change"))
  piccolo_statemanager_v1_Change.encode(m.change,w.uint32(26).fork(),q+1).ldelim()
  if(m.gap!=null&&Object.hasOwnProperty.call(m,"gap"))
  piccolo_statemanager_v1_Gap.encode(m.gap,w.uint32(34).fork(),q+1).ldelim()
  if(m.heartbeat!=null&&Object.hasOwnProperty.call(m,"heartbeat"))
  piccolo_statemanager_v1_SubscriptionHeartbeat.encode(m.heartbeat,w.uint32(42).fork(),q+1).ldelim()
  if(m.revision!=null&&Object.hasOwnProperty.call(m,"revision"))
  w.uint32(48).uint64(m.revision)
  if(m.term!=null&&Object.hasOwnProperty.call(m,"term"))
  w.uint32(56).uint64(m.term)
  if(m.changes!=null&&Object.hasOwnProperty.call(m,"changes"))
  piccolo_statemanager_v1_ChangeBatch.encode(m.changes,w.uint32(66).fork(),q+1).ldelim()
  return w
},
  decode: function StateChangeEvent$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.snapshot=piccolo_common_v1_ServiceState.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  m.snapshotComplete=piccolo_statemanager_v1_SnapshotComplete.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 3: {
  m.change=piccolo_statemanager_v1_Change.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 4: {
  m.gap=piccolo_statemanager_v1_Gap.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 5: {
  m.heartbeat=piccolo_statemanager_v1_SubscriptionHeartbeat.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 8: {
  m.changes=piccolo_statemanager_v1_ChangeBatch.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 6: {
  m.revision=r.uint64()
  break
  }
  case 7: {
  m.term=r.uint64()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function StateChangeEvent$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.StateChangeEvent: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.snapshot!=null){
  if(!util.isObject(d.snapshot))
  throw TypeError(".piccolo.statemanager.v1.StateChangeEvent.snapshot: object expected")
  m.snapshot=piccolo_common_v1_ServiceState.fromObject(d.snapshot,n+1)
  }
  if(d.snapshotComplete!=null){
  if(!util.isObject(d.snapshotComplete))
  throw TypeError(".piccolo.statemanager.v1.StateChangeEvent.snapshotComplete: object expected")
  m.snapshotComplete=piccolo_statemanager_v1_SnapshotComplete.fromObject(d.snapshotComplete,n+1)
  }
  if(d.change!=null){
  if(!util.isObject(d.change))
  throw TypeError(".piccolo.statemanager.v1.StateChangeEvent.change: object expected")
  m.change=piccolo_statemanager_v1_Change.fromObject(d.change,n+1)
  }
  if(d.gap!=null){
  if(!util.isObject(d.gap))
  throw TypeError(".piccolo.statemanager.v1.StateChangeEvent.gap: object expected")
  m.gap=piccolo_statemanager_v1_Gap.fromObject(d.gap,n+1)
  }
  if(d.heartbeat!=null){
  if(!util.isObject(d.heartbeat))
  throw TypeError(".piccolo.statemanager.v1.StateChangeEvent.heartbeat: object expected")
  m.heartbeat=piccolo_statemanager_v1_SubscriptionHeartbeat.fromObject(d.heartbeat,n+1)
  }
  if(d.changes!=null){
  if(!util.isObject(d.changes))
  throw TypeError(".piccolo.statemanager.v1.StateChangeEvent.changes: object expected")
  m.changes=piccolo_statemanager_v1_ChangeBatch.fromObject(d.changes,n+1)
  }
  if(d.revision!=null){
  if(util.Long)
  m.revision=util.Long.fromValue(d.revision,true)
  else if(typeof d.revision==="string")
  m.revision=parseInt(d.revision,10)
  else if(typeof d.revision==="number")
  m.revision=d.revision
  else if(typeof d.revision==="object")
  m.revision=new util.LongBits(d.revision.low>>>0,d.revision.high>>>0).toNumber(true)
  }
  if(d.term!=null){
  if(util.Long)
  m.term=util.Long.fromValue(d.term,true)
  else if(typeof d.term==="string")
  m.term=parseInt(d.term,10)
  else if(typeof d.term==="number")
  m.term=d.term
  else if(typeof d.term==="object")
  m.term=new util.LongBits(d.term.low>>>0,d.term.high>>>0).toNumber(true)
  }
  return m
},
  toObject: function StateChangeEvent$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.revision=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.revision=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.term=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.term=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  }
  if(m.snapshot!=null&&Object.hasOwnProperty.call(m,"snapshot")){
  d.snapshot=piccolo_common_v1_ServiceState.toObject(m.snapshot,o,q+1)
  if(o.oneofs)
  d.payload="snapshot"
  }
  if(m.snapshotComplete!=null&&Object.hasOwnProperty.call(m,"snapshotComplete")){
  d.snapshotComplete=piccolo_statemanager_v1_SnapshotComplete.toObject(m.snapshotComplete,o,q+1)
  if(o.oneofs)
  d.payload="snapshotComplete"
  }
  if(m.change!=null&&Object.hasOwnProperty.call(m,"change")){
  d.change=piccolo_statemanager_v1_Change.toObject(m.change,o,q+1)
  if(o.oneofs)
  d.payload="change"
  }
  if(m.gap!=null&&Object.hasOwnProperty.call(m,"gap")){
  d.gap=piccolo_statemanager_v1_Gap.toObject(m.gap,o,q+1)
  if(o.oneofs)
  d.payload="gap"
  }
  if(m.heartbeat!=null&&Object.hasOwnProperty.call(m,"heartbeat")){
  d.heartbeat=piccolo_statemanager_v1_SubscriptionHeartbeat.toObject(m.heartbeat,o,q+1)
  if(o.oneofs)
  d.payload="heartbeat"
  }
  if(m.revision!=null&&Object.hasOwnProperty.call(m,"revision")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.revision=typeof m.revision==="number"?BigInt(m.revision):util.Long.fromBits(m.revision.low>>>0,m.revision.high>>>0,true).toBigInt()
  else if(typeof m.revision==="number")
  d.revision=o.longs===String?String(m.revision):m.revision
  else
  d.revision=o.longs===String?util.Long.prototype.toString.call(m.revision):o.longs===Number?new util.LongBits(m.revision.low>>>0,m.revision.high>>>0).toNumber(true):m.revision
  }
  if(m.term!=null&&Object.hasOwnProperty.call(m,"term")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.term=typeof m.term==="number"?BigInt(m.term):util.Long.fromBits(m.term.low>>>0,m.term.high>>>0,true).toBigInt()
  else if(typeof m.term==="number")
  d.term=o.longs===String?String(m.term):m.term
  else
  d.term=o.longs===String?util.Long.prototype.toString.call(m.term):o.longs===Number?new util.LongBits(m.term.low>>>0,m.term.high>>>0).toNumber(true):m.term
  }
  if(m.changes!=null&&Object.hasOwnProperty.call(m,"changes")){
  d.changes=piccolo_statemanager_v1_ChangeBatch.toObject(m.changes,o,q+1)
  if(o.oneofs)
  d.payload="changes"
  }
  return d
},
};

const piccolo_statemanager_v1_SnapshotComplete = {
  ctor: class SnapshotComplete {},
  encode: function SnapshotComplete$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.count!=null&&Object.hasOwnProperty.call(m,"count"))
  w.uint32(8).uint32(m.count)
  return w
},
  decode: function SnapshotComplete$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.count=r.uint32()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function SnapshotComplete$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.SnapshotComplete: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.count!=null){
  m.count=d.count>>>0
  }
  return m
},
  toObject: function SnapshotComplete$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.count=0
  }
  if(m.count!=null&&Object.hasOwnProperty.call(m,"count")){
  d.count=m.count
  }
  return d
},
};

const piccolo_statemanager_v1_Change = {
  ctor: class Change {},
  encode: function Change$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.event!=null&&Object.hasOwnProperty.call(m,"event"))
  piccolo_common_v1_StateEvent.encode(m.event,w.uint32(10).fork(),q+1).ldelim()
  if(m.service!=null&&Object.hasOwnProperty.call(m,"service"))
  piccolo_common_v1_ServiceState.encode(m.service,w.uint32(18).fork(),q+1).ldelim()
  return w
},
  decode: function Change$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.event=piccolo_common_v1_StateEvent.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  m.service=piccolo_common_v1_ServiceState.decode(r,r.uint32(),undefined,n+1)
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function Change$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.Change: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.event!=null){
  if(!util.isObject(d.event))
  throw TypeError(".piccolo.statemanager.v1.Change.event: object expected")
  m.event=piccolo_common_v1_StateEvent.fromObject(d.event,n+1)
  }
  if(d.service!=null){
  if(!util.isObject(d.service))
  throw TypeError(".piccolo.statemanager.v1.Change.service: object expected")
  m.service=piccolo_common_v1_ServiceState.fromObject(d.service,n+1)
  }
  return m
},
  toObject: function Change$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.event=null
  d.service=null
  }
  if(m.event!=null&&Object.hasOwnProperty.call(m,"event")){
  d.event=piccolo_common_v1_StateEvent.toObject(m.event,o,q+1)
  }
  if(m.service!=null&&Object.hasOwnProperty.call(m,"service")){
  d.service=piccolo_common_v1_ServiceState.toObject(m.service,o,q+1)
  }
  return d
},
};

const piccolo_statemanager_v1_ChangeBatch = {
  ctor: class ChangeBatch {},
  encode: function ChangeBatch$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.changes!=null&&m.changes.length){
  for(var i=0;i<m.changes.length;++i)
  piccolo_statemanager_v1_Change.encode(m.changes[i],w.uint32(10).fork(),q+1).ldelim()
  }
  return w
},
  decode: function ChangeBatch$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  if(!(m.changes&&m.changes.length))
  m.changes=[]
  m.changes.push(piccolo_statemanager_v1_Change.decode(r,r.uint32(),undefined,n+1))
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ChangeBatch$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.ChangeBatch: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.changes){
  if(!Array.isArray(d.changes))
  throw TypeError(".piccolo.statemanager.v1.ChangeBatch.changes: array expected")
  m.changes=[]
  for(var i=0;i<d.changes.length;++i){
  if(!util.isObject(d.changes[i]))
  throw TypeError(".piccolo.statemanager.v1.ChangeBatch.changes: object expected")
  m.changes[i]=piccolo_statemanager_v1_Change.fromObject(d.changes[i],n+1)
  }
  }
  return m
},
  toObject: function ChangeBatch$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.changes=[]
  }
  if(m.changes&&m.changes.length){
  d.changes=[]
  for(var j=0;j<m.changes.length;++j){
  d.changes[j]=piccolo_statemanager_v1_Change.toObject(m.changes[j],o,q+1)
  }
  }
  return d
},
};

const piccolo_statemanager_v1_Gap = {
  ctor: class Gap {},
  encode: function Gap$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.fromRevision!=null&&Object.hasOwnProperty.call(m,"fromRevision"))
  w.uint32(8).uint64(m.fromRevision)
  if(m.toRevision!=null&&Object.hasOwnProperty.call(m,"toRevision"))
  w.uint32(16).uint64(m.toRevision)
  if(m.reason!=null&&Object.hasOwnProperty.call(m,"reason"))
  w.uint32(26).string(m.reason)
  return w
},
  decode: function Gap$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.fromRevision=r.uint64()
  break
  }
  case 2: {
  m.toRevision=r.uint64()
  break
  }
  case 3: {
  m.reason=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function Gap$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.Gap: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.fromRevision!=null){
  if(util.Long)
  m.fromRevision=util.Long.fromValue(d.fromRevision,true)
  else if(typeof d.fromRevision==="string")
  m.fromRevision=parseInt(d.fromRevision,10)
  else if(typeof d.fromRevision==="number")
  m.fromRevision=d.fromRevision
  else if(typeof d.fromRevision==="object")
  m.fromRevision=new util.LongBits(d.fromRevision.low>>>0,d.fromRevision.high>>>0).toNumber(true)
  }
  if(d.toRevision!=null){
  if(util.Long)
  m.toRevision=util.Long.fromValue(d.toRevision,true)
  else if(typeof d.toRevision==="string")
  m.toRevision=parseInt(d.toRevision,10)
  else if(typeof d.toRevision==="number")
  m.toRevision=d.toRevision
  else if(typeof d.toRevision==="object")
  m.toRevision=new util.LongBits(d.toRevision.low>>>0,d.toRevision.high>>>0).toNumber(true)
  }
  if(d.reason!=null){
  m.reason=String(d.reason)
  }
  return m
},
  toObject: function Gap$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.fromRevision=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.fromRevision=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.toRevision=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.toRevision=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.reason=""
  }
  if(m.fromRevision!=null&&Object.hasOwnProperty.call(m,"fromRevision")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.fromRevision=typeof m.fromRevision==="number"?BigInt(m.fromRevision):util.Long.fromBits(m.fromRevision.low>>>0,m.fromRevision.high>>>0,true).toBigInt()
  else if(typeof m.fromRevision==="number")
  d.fromRevision=o.longs===String?String(m.fromRevision):m.fromRevision
  else
  d.fromRevision=o.longs===String?util.Long.prototype.toString.call(m.fromRevision):o.longs===Number?new util.LongBits(m.fromRevision.low>>>0,m.fromRevision.high>>>0).toNumber(true):m.fromRevision
  }
  if(m.toRevision!=null&&Object.hasOwnProperty.call(m,"toRevision")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.toRevision=typeof m.toRevision==="number"?BigInt(m.toRevision):util.Long.fromBits(m.toRevision.low>>>0,m.toRevision.high>>>0,true).toBigInt()
  else if(typeof m.toRevision==="number")
  d.toRevision=o.longs===String?String(m.toRevision):m.toRevision
  else
  d.toRevision=o.longs===String?util.Long.prototype.toString.call(m.toRevision):o.longs===Number?new util.LongBits(m.toRevision.low>>>0,m.toRevision.high>>>0).toNumber(true):m.toRevision
  }
  if(m.reason!=null&&Object.hasOwnProperty.call(m,"reason")){
  d.reason=m.reason
  }
  return d
},
};

const piccolo_statemanager_v1_SubscriptionHeartbeat = {
  ctor: class SubscriptionHeartbeat {},
  encode: function SubscriptionHeartbeat$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.timestampMs!=null&&Object.hasOwnProperty.call(m,"timestampMs"))
  w.uint32(8).int64(m.timestampMs)
  if(m.stale!=null&&Object.hasOwnProperty.call(m,"stale"))
  w.uint32(16).bool(m.stale)
  if(m.stalenessMs!=null&&Object.hasOwnProperty.call(m,"stalenessMs"))
  w.uint32(24).uint64(m.stalenessMs)
  return w
},
  decode: function SubscriptionHeartbeat$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.timestampMs=r.int64()
  break
  }
  case 2: {
  m.stale=r.bool()
  break
  }
  case 3: {
  m.stalenessMs=r.uint64()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function SubscriptionHeartbeat$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.SubscriptionHeartbeat: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.timestampMs!=null){
  if(util.Long)
  m.timestampMs=util.Long.fromValue(d.timestampMs,false)
  else if(typeof d.timestampMs==="string")
  m.timestampMs=parseInt(d.timestampMs,10)
  else if(typeof d.timestampMs==="number")
  m.timestampMs=d.timestampMs
  else if(typeof d.timestampMs==="object")
  m.timestampMs=new util.LongBits(d.timestampMs.low>>>0,d.timestampMs.high>>>0).toNumber()
  }
  if(d.stale!=null){
  m.stale=Boolean(d.stale)
  }
  if(d.stalenessMs!=null){
  if(util.Long)
  m.stalenessMs=util.Long.fromValue(d.stalenessMs,true)
  else if(typeof d.stalenessMs==="string")
  m.stalenessMs=parseInt(d.stalenessMs,10)
  else if(typeof d.stalenessMs==="number")
  m.stalenessMs=d.stalenessMs
  else if(typeof d.stalenessMs==="object")
  m.stalenessMs=new util.LongBits(d.stalenessMs.low>>>0,d.stalenessMs.high>>>0).toNumber(true)
  }
  return m
},
  toObject: function SubscriptionHeartbeat$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  if(util.Long){
  var n=new util.Long(0,0,false)
  d.timestampMs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.timestampMs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.stale=false
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.stalenessMs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.stalenessMs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  }
  if(m.timestampMs!=null&&Object.hasOwnProperty.call(m,"timestampMs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.timestampMs=typeof m.timestampMs==="number"?BigInt(m.timestampMs):util.Long.fromBits(m.timestampMs.low>>>0,m.timestampMs.high>>>0,false).toBigInt()
  else if(typeof m.timestampMs==="number")
  d.timestampMs=o.longs===String?String(m.timestampMs):m.timestampMs
  else
  d.timestampMs=o.longs===String?util.Long.prototype.toString.call(m.timestampMs):o.longs===Number?new util.LongBits(m.timestampMs.low>>>0,m.timestampMs.high>>>0).toNumber():m.timestampMs
  }
  if(m.stale!=null&&Object.hasOwnProperty.call(m,"stale")){
  d.stale=m.stale
  }
  if(m.stalenessMs!=null&&Object.hasOwnProperty.call(m,"stalenessMs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.stalenessMs=typeof m.stalenessMs==="number"?BigInt(m.stalenessMs):util.Long.fromBits(m.stalenessMs.low>>>0,m.stalenessMs.high>>>0,true).toBigInt()
  else if(typeof m.stalenessMs==="number")
  d.stalenessMs=o.longs===String?String(m.stalenessMs):m.stalenessMs
  else
  d.stalenessMs=o.longs===String?util.Long.prototype.toString.call(m.stalenessMs):o.longs===Number?new util.LongBits(m.stalenessMs.low>>>0,m.stalenessMs.high>>>0).toNumber(true):m.stalenessMs
  }
  return d
},
};

const piccolo_statemanager_v1_GetHistoryRequest = {
  ctor: class GetHistoryRequest {},
  encode: function GetHistoryRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.resourceId!=null&&Object.hasOwnProperty.call(m,"resourceId"))
  piccolo_common_v1_ResourceId.encode(m.resourceId,w.uint32(10).fork(),q+1).ldelim()
  if(m.afterRevision!=null&&Object.hasOwnProperty.call(m,"afterRevision"))
  w.uint32(16).uint64(m.afterRevision)
  if(m.limit!=null&&Object.hasOwnProperty.call(m,"limit"))
  w.uint32(24).uint32(m.limit)
  if(m.eventTypes!=null&&m.eventTypes.length){
  w.uint32(34).fork()
  for(var i=0;i<m.eventTypes.length;++i)
  w.int32(m.eventTypes[i])
  w.ldelim()
  }
  return w
},
  decode: function GetHistoryRequest$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.resourceId=piccolo_common_v1_ResourceId.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  m.afterRevision=r.uint64()
  break
  }
  case 3: {
  m.limit=r.uint32()
  break
  }
  case 4: {
  if(!(m.eventTypes&&m.eventTypes.length))
  m.eventTypes=[]
  if((t&7)===2){
  var c2=r.uint32()+r.pos
  if(c2>r.len)
  throw RangeError("index out of range")
  r.len=c2
  while(r.pos<c2)
  m.eventTypes.push(r.int32())
  if(r.pos!==c2)
  throw RangeError("index out of range")
  r.len=c
  }else
  m.eventTypes.push(r.int32())
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function GetHistoryRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.GetHistoryRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.resourceId!=null){
  if(!util.isObject(d.resourceId))
  throw TypeError(".piccolo.statemanager.v1.GetHistoryRequest.resourceId: object expected")
  m.resourceId=piccolo_common_v1_ResourceId.fromObject(d.resourceId,n+1)
  }
  if(d.afterRevision!=null){
  if(util.Long)
  m.afterRevision=util.Long.fromValue(d.afterRevision,true)
  else if(typeof d.afterRevision==="string")
  m.afterRevision=parseInt(d.afterRevision,10)
  else if(typeof d.afterRevision==="number")
  m.afterRevision=d.afterRevision
  else if(typeof d.afterRevision==="object")
  m.afterRevision=new util.LongBits(d.afterRevision.low>>>0,d.afterRevision.high>>>0).toNumber(true)
  }
  if(d.limit!=null){
  m.limit=d.limit>>>0
  }
  if(d.eventTypes){
  if(!Array.isArray(d.eventTypes))
  throw TypeError(".piccolo.statemanager.v1.GetHistoryRequest.eventTypes: array expected")
  m.eventTypes=[]
  for(var i=0;i<d.eventTypes.length;++i){
  switch(d.eventTypes[i]){
  default:
  if(typeof(d.eventTypes[i])==="number"){m.eventTypes[i]=d.eventTypes[i];break}
  case"EVENT_TYPE_UNSPECIFIED":
  case 0:
  m.eventTypes[i]=0
  break
  case"EVENT_TYPE_START":
  case 1:
  m.eventTypes[i]=1
  break
  case"EVENT_TYPE_READY":
  case 2:
  m.eventTypes[i]=2
  break
  case"EVENT_TYPE_DEGRADE":
  case 3:
  m.eventTypes[i]=3
  break
  case"EVENT_TYPE_FAIL":
  case 4:
  m.eventTypes[i]=4
  break
  case"EVENT_TYPE_UPDATE":
  case 5:
  m.eventTypes[i]=5
  break
  case"EVENT_TYPE_RECOVER":
  case 6:
  m.eventTypes[i]=6
  break
  case"EVENT_TYPE_TERMINATE":
  case 7:
  m.eventTypes[i]=7
  break
  case"EVENT_TYPE_RESCHEDULE":
  case 8:
  m.eventTypes[i]=8
  break
  case"EVENT_TYPE_TERMINATED":
  case 9:
  m.eventTypes[i]=9
  break
  case"EVENT_TYPE_SPEC_CHANGED":
  case 20:
  m.eventTypes[i]=20
  break
  case"EVENT_TYPE_STATUS_OBSERVED":
  case 21:
  m.eventTypes[i]=21
  break
  case"EVENT_TYPE_CONDITION_CHANGED":
  case 22:
  m.eventTypes[i]=22
  break
  case"EVENT_TYPE_PLAN_CREATED":
  case 23:
  m.eventTypes[i]=23
  break
  case"EVENT_TYPE_ACTION_EXECUTED":
  case 24:
  m.eventTypes[i]=24
  break
  case"EVENT_TYPE_RECOVERY_ATTEMPTED":
  case 25:
  m.eventTypes[i]=25
  break
  case"EVENT_TYPE_ALERT_RAISED":
  case 26:
  m.eventTypes[i]=26
  break
  }
  }
  }
  return m
},
  toObject: function GetHistoryRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.eventTypes=[]
  }
  if(o.defaults){
  d.resourceId=null
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.afterRevision=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.afterRevision=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.limit=0
  }
  if(m.resourceId!=null&&Object.hasOwnProperty.call(m,"resourceId")){
  d.resourceId=piccolo_common_v1_ResourceId.toObject(m.resourceId,o,q+1)
  }
  if(m.afterRevision!=null&&Object.hasOwnProperty.call(m,"afterRevision")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.afterRevision=typeof m.afterRevision==="number"?BigInt(m.afterRevision):util.Long.fromBits(m.afterRevision.low>>>0,m.afterRevision.high>>>0,true).toBigInt()
  else if(typeof m.afterRevision==="number")
  d.afterRevision=o.longs===String?String(m.afterRevision):m.afterRevision
  else
  d.afterRevision=o.longs===String?util.Long.prototype.toString.call(m.afterRevision):o.longs===Number?new util.LongBits(m.afterRevision.low>>>0,m.afterRevision.high>>>0).toNumber(true):m.afterRevision
  }
  if(m.limit!=null&&Object.hasOwnProperty.call(m,"limit")){
  d.limit=m.limit
  }
  if(m.eventTypes&&m.eventTypes.length){
  d.eventTypes=[]
  for(var j=0;j<m.eventTypes.length;++j){
  d.eventTypes[j]=o.enums===String?(piccolo_common_v1_EventType.values[m.eventTypes[j]]===undefined?m.eventTypes[j]:piccolo_common_v1_EventType.values[m.eventTypes[j]]):m.eventTypes[j]
  }
  }
  return d
},
};

const piccolo_statemanager_v1_GetHistoryResponse = {
  ctor: class GetHistoryResponse {},
  encode: function GetHistoryResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.events!=null&&m.events.length){
  for(var i=0;i<m.events.length;++i)
  piccolo_common_v1_StateEvent.encode(m.events[i],w.uint32(10).fork(),q+1).ldelim()
  }
  if(m.evictedRevision!=null&&Object.hasOwnProperty.call(m,"evictedRevision"))
  w.uint32(16).uint64(m.evictedRevision)
  return w
},
  decode: function GetHistoryResponse$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  if(!(m.events&&m.events.length))
  m.events=[]
  m.events.push(piccolo_common_v1_StateEvent.decode(r,r.uint32(),undefined,n+1))
  break
  }
  case 2: {
  m.evictedRevision=r.uint64()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function GetHistoryResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.GetHistoryResponse: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.events){
  if(!Array.isArray(d.events))
  throw TypeError(".piccolo.statemanager.v1.GetHistoryResponse.events: array expected")
  m.events=[]
  for(var i=0;i<d.events.length;++i){
  if(!util.isObject(d.events[i]))
  throw TypeError(".piccolo.statemanager.v1.GetHistoryResponse.events: object expected")
  m.events[i]=piccolo_common_v1_StateEvent.fromObject(d.events[i],n+1)
  }
  }
  if(d.evictedRevision!=null){
  if(util.Long)
  m.evictedRevision=util.Long.fromValue(d.evictedRevision,true)
  else if(typeof d.evictedRevision==="string")
  m.evictedRevision=parseInt(d.evictedRevision,10)
  else if(typeof d.evictedRevision==="number")
  m.evictedRevision=d.evictedRevision
  else if(typeof d.evictedRevision==="object")
  m.evictedRevision=new util.LongBits(d.evictedRevision.low>>>0,d.evictedRevision.high>>>0).toNumber(true)
  }
  return m
},
  toObject: function GetHistoryResponse$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.events=[]
  }
  if(o.defaults){
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.evictedRevision=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.evictedRevision=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  }
  if(m.events&&m.events.length){
  d.events=[]
  for(var j=0;j<m.events.length;++j){
  d.events[j]=piccolo_common_v1_StateEvent.toObject(m.events[j],o,q+1)
  }
  }
  if(m.evictedRevision!=null&&Object.hasOwnProperty.call(m,"evictedRevision")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.evictedRevision=typeof m.evictedRevision==="number"?BigInt(m.evictedRevision):util.Long.fromBits(m.evictedRevision.low>>>0,m.evictedRevision.high>>>0,true).toBigInt()
  else if(typeof m.evictedRevision==="number")
  d.evictedRevision=o.longs===String?String(m.evictedRevision):m.evictedRevision
  else
  d.evictedRevision=o.longs===String?util.Long.prototype.toString.call(m.evictedRevision):o.longs===Number?new util.LongBits(m.evictedRevision.low>>>0,m.evictedRevision.high>>>0).toNumber(true):m.evictedRevision
  }
  return d
},
};

const piccolo_statemanager_v1_TriggerRecoveryRequest = {
  ctor: class TriggerRecoveryRequest {},
  encode: function TriggerRecoveryRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.resourceId!=null&&Object.hasOwnProperty.call(m,"resourceId"))
  piccolo_common_v1_ResourceId.encode(m.resourceId,w.uint32(10).fork(),q+1).ldelim()
  if(m.recover!=null&&Object.hasOwnProperty.call(m,"recover"))
  piccolo_statemanager_v1_RecoverService.encode(m.recover,w.uint32(18).fork(),q+1).ldelim()
  if(m.isolate!=null&&Object.hasOwnProperty.call(m,"isolate"))
  piccolo_statemanager_v1_IsolateService.encode(m.isolate,w.uint32(26).fork(),q+1).ldelim()
  if(m.release!=null&&Object.hasOwnProperty.call(m,"release"))
  piccolo_statemanager_v1_ReleaseService.encode(m.release,w.uint32(34).fork(),q+1).ldelim()
  if(m.reason!=null&&Object.hasOwnProperty.call(m,"reason"))
  w.uint32(42).string(m.reason)
  return w
},
  decode: function TriggerRecoveryRequest$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.resourceId=piccolo_common_v1_ResourceId.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  m.recover=piccolo_statemanager_v1_RecoverService.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 3: {
  m.isolate=piccolo_statemanager_v1_IsolateService.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 4: {
  m.release=piccolo_statemanager_v1_ReleaseService.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 5: {
  m.reason=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function TriggerRecoveryRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.TriggerRecoveryRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.resourceId!=null){
  if(!util.isObject(d.resourceId))
  throw TypeError(".piccolo.statemanager.v1.TriggerRecoveryRequest.resourceId: object expected")
  m.resourceId=piccolo_common_v1_ResourceId.fromObject(d.resourceId,n+1)
  }
  if(d.recover!=null){
  if(!util.isObject(d.recover))
  throw TypeError(".piccolo.statemanager.v1.TriggerRecoveryRequest.recover: object expected")
  m.recover=piccolo_statemanager_v1_RecoverService.fromObject(d.recover,n+1)
  }
  if(d.isolate!=null){
  if(!util.isObject(d.isolate))
  throw TypeError(".piccolo.statemanager.v1.TriggerRecoveryRequest.isolate: object expected")
  m.isolate=piccolo_statemanager_v1_IsolateService.fromObject(d.isolate,n+1)
  }
  if(d.release!=null){
  if(!util.isObject(d.release))
  throw TypeError(".piccolo.statemanager.v1.TriggerRecoveryRequest.release: object expected")
  m.release=piccolo_statemanager_v1_ReleaseService.fromObject(d.release,n+1)
  }
  if(d.reason!=null){
  m.reason=String(d.reason)
  }
  return m
},
  toObject: function TriggerRecoveryRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.resourceId=null
  d.reason=""
  }
  if(m.resourceId!=null&&Object.hasOwnProperty.call(m,"resourceId")){
  d.resourceId=piccolo_common_v1_ResourceId.toObject(m.resourceId,o,q+1)
  }
  if(m.recover!=null&&Object.hasOwnProperty.call(m,"recover")){
  d.recover=piccolo_statemanager_v1_RecoverService.toObject(m.recover,o,q+1)
  if(o.oneofs)
  d.request="recover"
  }
  if(m.isolate!=null&&Object.hasOwnProperty.call(m,"isolate")){
  d.isolate=piccolo_statemanager_v1_IsolateService.toObject(m.isolate,o,q+1)
  if(o.oneofs)
  d.request="isolate"
  }
  if(m.release!=null&&Object.hasOwnProperty.call(m,"release")){
  d.release=piccolo_statemanager_v1_ReleaseService.toObject(m.release,o,q+1)
  if(o.oneofs)
  d.request="release"
  }
  if(m.reason!=null&&Object.hasOwnProperty.call(m,"reason")){
  d.reason=m.reason
  }
  return d
},
};

const piccolo_statemanager_v1_RecoverService = {
  ctor: class RecoverService {},
  encode: function RecoverService$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.action!=null&&Object.hasOwnProperty.call(m,"action"))
  w.uint32(8).int32(m.action)
  return w
},
  decode: function RecoverService$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.action=r.int32()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function RecoverService$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.RecoverService: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  switch(d.action){
  default:
  if(typeof(d.action)==="number"){m.action=d.action;break}
  break
  case"RECOVERY_ACTION_UNSPECIFIED":
  case 0:
  m.action=0
  break
  case"RECOVERY_ACTION_RESTART":
  case 1:
  m.action=1
  break
  case"RECOVERY_ACTION_RECREATE":
  case 2:
  m.action=2
  break
  case"RECOVERY_ACTION_RELOCATE":
  case 3:
  m.action=3
  break
  case"RECOVERY_ACTION_ROLLBACK_VERSION":
  case 4:
  m.action=4
  break
  case"RECOVERY_ACTION_RESET_CONFIG":
  case 5:
  m.action=5
  break
  case"RECOVERY_ACTION_NOTIFY":
  case 6:
  m.action=6
  break
  case"RECOVERY_ACTION_ISOLATE":
  case 7:
  m.action=7
  break
  }
  return m
},
  toObject: function RecoverService$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.action=o.enums===String?"RECOVERY_ACTION_UNSPECIFIED":0
  }
  if(m.action!=null&&Object.hasOwnProperty.call(m,"action")){
  d.action=o.enums===String?(piccolo_common_v1_RecoveryAction.values[m.action]===undefined?m.action:piccolo_common_v1_RecoveryAction.values[m.action]):m.action
  }
  return d
},
};

const piccolo_statemanager_v1_IsolateService = {
  ctor: class IsolateService {},
  encode: function IsolateService$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.ttlMs!=null&&Object.hasOwnProperty.call(m,"ttlMs"))
  w.uint32(8).uint64(m.ttlMs)
  return w
},
  decode: function IsolateService$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.ttlMs=r.uint64()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function IsolateService$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.IsolateService: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.ttlMs!=null){
  if(util.Long)
  m.ttlMs=util.Long.fromValue(d.ttlMs,true)
  else if(typeof d.ttlMs==="string")
  m.ttlMs=parseInt(d.ttlMs,10)
  else if(typeof d.ttlMs==="number")
  m.ttlMs=d.ttlMs
  else if(typeof d.ttlMs==="object")
  m.ttlMs=new util.LongBits(d.ttlMs.low>>>0,d.ttlMs.high>>>0).toNumber(true)
  }
  return m
},
  toObject: function IsolateService$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.ttlMs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.ttlMs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  }
  if(m.ttlMs!=null&&Object.hasOwnProperty.call(m,"ttlMs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.ttlMs=typeof m.ttlMs==="number"?BigInt(m.ttlMs):util.Long.fromBits(m.ttlMs.low>>>0,m.ttlMs.high>>>0,true).toBigInt()
  else if(typeof m.ttlMs==="number")
  d.ttlMs=o.longs===String?String(m.ttlMs):m.ttlMs
  else
  d.ttlMs=o.longs===String?util.Long.prototype.toString.call(m.ttlMs):o.longs===Number?new util.LongBits(m.ttlMs.low>>>0,m.ttlMs.high>>>0).toNumber(true):m.ttlMs
  }
  return d
},
};

const piccolo_statemanager_v1_ReleaseService = {
  ctor: class ReleaseService {},
  encode: function ReleaseService$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  return w
},
  decode: function ReleaseService$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ReleaseService$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  return new this.ctor
},
  toObject: function ReleaseService$toObject(){
  return {}
},
};

const piccolo_statemanager_v1_TriggerRecoveryResponse = {
  ctor: class TriggerRecoveryResponse {},
  encode: function TriggerRecoveryResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.service!=null&&Object.hasOwnProperty.call(m,"service"))
  piccolo_common_v1_ServiceState.encode(m.service,w.uint32(10).fork(),q+1).ldelim()
  return w
},
  decode: function TriggerRecoveryResponse$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.service=piccolo_common_v1_ServiceState.decode(r,r.uint32(),undefined,n+1)
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function TriggerRecoveryResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.TriggerRecoveryResponse: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.service!=null){
  if(!util.isObject(d.service))
  throw TypeError(".piccolo.statemanager.v1.TriggerRecoveryResponse.service: object expected")
  m.service=piccolo_common_v1_ServiceState.fromObject(d.service,n+1)
  }
  return m
},
  toObject: function TriggerRecoveryResponse$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.service=null
  }
  if(m.service!=null&&Object.hasOwnProperty.call(m,"service")){
  d.service=piccolo_common_v1_ServiceState.toObject(m.service,o,q+1)
  }
  return d
},
};

const piccolo_statemanager_v1_GetStatusRequest = {
  ctor: class GetStatusRequest {},
  encode: function GetStatusRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  return w
},
  decode: function GetStatusRequest$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function GetStatusRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  return new this.ctor
},
  toObject: function GetStatusRequest$toObject(){
  return {}
},
};

const piccolo_statemanager_v1_NodeStatus = {
  ctor: class NodeStatus {},
  encode: function NodeStatus$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.node!=null&&Object.hasOwnProperty.call(m,"node"))
  w.uint32(10).string(m.node)
  if(m.address!=null&&Object.hasOwnProperty.call(m,"address"))
  w.uint32(18).string(m.address)
  if(m.connected!=null&&Object.hasOwnProperty.call(m,"connected"))
  w.uint32(24).bool(m.connected)
  if(m.silentMs!=null&&Object.hasOwnProperty.call(m,"silentMs"))
  w.uint32(32).uint64(m.silentMs)
  if(m.services!=null&&Object.hasOwnProperty.call(m,"services"))
  w.uint32(40).uint32(m.services)
  return w
},
  decode: function NodeStatus$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.node=r.string()
  break
  }
  case 2: {
  m.address=r.string()
  break
  }
  case 3: {
  m.connected=r.bool()
  break
  }
  case 4: {
  m.silentMs=r.uint64()
  break
  }
  case 5: {
  m.services=r.uint32()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function NodeStatus$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.NodeStatus: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.node!=null){
  m.node=String(d.node)
  }
  if(d.address!=null){
  m.address=String(d.address)
  }
  if(d.connected!=null){
  m.connected=Boolean(d.connected)
  }
  if(d.silentMs!=null){
  if(util.Long)
  m.silentMs=util.Long.fromValue(d.silentMs,true)
  else if(typeof d.silentMs==="string")
  m.silentMs=parseInt(d.silentMs,10)
  else if(typeof d.silentMs==="number")
  m.silentMs=d.silentMs
  else if(typeof d.silentMs==="object")
  m.silentMs=new util.LongBits(d.silentMs.low>>>0,d.silentMs.high>>>0).toNumber(true)
  }
  if(d.services!=null){
  m.services=d.services>>>0
  }
  return m
},
  toObject: function NodeStatus$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.node=""
  d.address=""
  d.connected=false
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.silentMs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.silentMs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.services=0
  }
  if(m.node!=null&&Object.hasOwnProperty.call(m,"node")){
  d.node=m.node
  }
  if(m.address!=null&&Object.hasOwnProperty.call(m,"address")){
  d.address=m.address
  }
  if(m.connected!=null&&Object.hasOwnProperty.call(m,"connected")){
  d.connected=m.connected
  }
  if(m.silentMs!=null&&Object.hasOwnProperty.call(m,"silentMs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.silentMs=typeof m.silentMs==="number"?BigInt(m.silentMs):util.Long.fromBits(m.silentMs.low>>>0,m.silentMs.high>>>0,true).toBigInt()
  else if(typeof m.silentMs==="number")
  d.silentMs=o.longs===String?String(m.silentMs):m.silentMs
  else
  d.silentMs=o.longs===String?util.Long.prototype.toString.call(m.silentMs):o.longs===Number?new util.LongBits(m.silentMs.low>>>0,m.silentMs.high>>>0).toNumber(true):m.silentMs
  }
  if(m.services!=null&&Object.hasOwnProperty.call(m,"services")){
  d.services=m.services
  }
  return d
},
};

const piccolo_statemanager_v1_GetStatusResponse = {
  ctor: class GetStatusResponse {},
  encode: function GetStatusResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.version!=null&&Object.hasOwnProperty.call(m,"version"))
  w.uint32(10).string(m.version)
  if(m.uptimeMs!=null&&Object.hasOwnProperty.call(m,"uptimeMs"))
  w.uint32(16).uint64(m.uptimeMs)
  if(m.term!=null&&Object.hasOwnProperty.call(m,"term"))
  w.uint32(24).uint64(m.term)
  if(m.revision!=null&&Object.hasOwnProperty.call(m,"revision"))
  w.uint32(32).uint64(m.revision)
  if(m.ready!=null&&Object.hasOwnProperty.call(m,"ready"))
  w.uint32(40).bool(m.ready)
  if(m.services!=null&&Object.hasOwnProperty.call(m,"services"))
  w.uint32(48).uint32(m.services)
  if(m.queueLength!=null&&Object.hasOwnProperty.call(m,"queueLength"))
  w.uint32(56).uint32(m.queueLength)
  if(m.reconcilesActive!=null&&Object.hasOwnProperty.call(m,"reconcilesActive"))
  w.uint32(64).uint32(m.reconcilesActive)
  if(m.nodes!=null&&m.nodes.length){
  for(var i=0;i<m.nodes.length;++i)
  piccolo_statemanager_v1_NodeStatus.encode(m.nodes[i],w.uint32(74).fork(),q+1).ldelim()
  }
  if(m.controllerReachable!=null&&Object.hasOwnProperty.call(m,"controllerReachable"))
  w.uint32(80).bool(m.controllerReachable)
  if(m.counters!=null&&Object.hasOwnProperty.call(m,"counters")){
  for(var ks=Object.keys(m.counters),i=0;i<ks.length;++i){
  w.uint32(90).fork().uint32(10).string(ks[i])
  .uint32(17).double(m.counters[ks[i]]).ldelim()
  }
  }
  if(m.role!=null&&Object.hasOwnProperty.call(m,"role"))
  w.uint32(96).int32(m.role)
  if(m.stale!=null&&Object.hasOwnProperty.call(m,"stale"))
  w.uint32(104).bool(m.stale)
  if(m.leader!=null&&Object.hasOwnProperty.call(m,"leader"))
  w.uint32(114).string(m.leader)
  if(m.fences!=null&&m.fences.length){
  for(var i=0;i<m.fences.length;++i)
  piccolo_statemanager_v1_PeerFence.encode(m.fences[i],w.uint32(122).fork(),q+1).ldelim()
  }
  if(m.stalenessMs!=null&&Object.hasOwnProperty.call(m,"stalenessMs"))
  w.uint32(128).uint64(m.stalenessMs)
  return w
},
  decode: function GetStatusResponse$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m,k,value
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.version=r.string()
  break
  }
  case 2: {
  m.uptimeMs=r.uint64()
  break
  }
  case 3: {
  m.term=r.uint64()
  break
  }
  case 4: {
  m.revision=r.uint64()
  break
  }
  case 5: {
  m.ready=r.bool()
  break
  }
  case 6: {
  m.services=r.uint32()
  break
  }
  case 7: {
  m.queueLength=r.uint32()
  break
  }
  case 8: {
  m.reconcilesActive=r.uint32()
  break
  }
  case 9: {
  if(!(m.nodes&&m.nodes.length))
  m.nodes=[]
  m.nodes.push(piccolo_statemanager_v1_NodeStatus.decode(r,r.uint32(),undefined,n+1))
  break
  }
  case 10: {
  m.controllerReachable=r.bool()
  break
  }
  case 11: {
  if(m.counters===util.emptyObject)
  m.counters={}
  var c2=r.uint32()+r.pos
  if(c2>r.len)
  throw RangeError("index out of range")
  r.len=c2
  k=""
  value=0
  while(r.pos<c2){
  var tag2=r.uint32()
  switch(tag2>>>3){
  case 1: k=r.string(); break
  case 2:
  value=r.double()
  break
  default:
  r.skipType(tag2&7,n)
  break
  }
  }
  if(r.pos!==c2)
  throw RangeError("index out of range")
  r.len=c
  if(k==="__proto__")
  util.makeProp(m.counters,k)
  m.counters[k]=value
  break
  }
  case 12: {
  m.role=r.int32()
  break
  }
  case 13: {
  m.stale=r.bool()
  break
  }
  case 14: {
  m.leader=r.string()
  break
  }
  case 15: {
  if(!(m.fences&&m.fences.length))
  m.fences=[]
  m.fences.push(piccolo_statemanager_v1_PeerFence.decode(r,r.uint32(),undefined,n+1))
  break
  }
  case 16: {
  m.stalenessMs=r.uint64()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function GetStatusResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.GetStatusResponse: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.version!=null){
  m.version=String(d.version)
  }
  if(d.uptimeMs!=null){
  if(util.Long)
  m.uptimeMs=util.Long.fromValue(d.uptimeMs,true)
  else if(typeof d.uptimeMs==="string")
  m.uptimeMs=parseInt(d.uptimeMs,10)
  else if(typeof d.uptimeMs==="number")
  m.uptimeMs=d.uptimeMs
  else if(typeof d.uptimeMs==="object")
  m.uptimeMs=new util.LongBits(d.uptimeMs.low>>>0,d.uptimeMs.high>>>0).toNumber(true)
  }
  if(d.term!=null){
  if(util.Long)
  m.term=util.Long.fromValue(d.term,true)
  else if(typeof d.term==="string")
  m.term=parseInt(d.term,10)
  else if(typeof d.term==="number")
  m.term=d.term
  else if(typeof d.term==="object")
  m.term=new util.LongBits(d.term.low>>>0,d.term.high>>>0).toNumber(true)
  }
  if(d.revision!=null){
  if(util.Long)
  m.revision=util.Long.fromValue(d.revision,true)
  else if(typeof d.revision==="string")
  m.revision=parseInt(d.revision,10)
  else if(typeof d.revision==="number")
  m.revision=d.revision
  else if(typeof d.revision==="object")
  m.revision=new util.LongBits(d.revision.low>>>0,d.revision.high>>>0).toNumber(true)
  }
  if(d.ready!=null){
  m.ready=Boolean(d.ready)
  }
  if(d.services!=null){
  m.services=d.services>>>0
  }
  if(d.queueLength!=null){
  m.queueLength=d.queueLength>>>0
  }
  if(d.reconcilesActive!=null){
  m.reconcilesActive=d.reconcilesActive>>>0
  }
  if(d.nodes){
  if(!Array.isArray(d.nodes))
  throw TypeError(".piccolo.statemanager.v1.GetStatusResponse.nodes: array expected")
  m.nodes=[]
  for(var i=0;i<d.nodes.length;++i){
  if(!util.isObject(d.nodes[i]))
  throw TypeError(".piccolo.statemanager.v1.GetStatusResponse.nodes: object expected")
  m.nodes[i]=piccolo_statemanager_v1_NodeStatus.fromObject(d.nodes[i],n+1)
  }
  }
  if(d.controllerReachable!=null){
  m.controllerReachable=Boolean(d.controllerReachable)
  }
  if(d.counters){
  if(!util.isObject(d.counters))
  throw TypeError(".piccolo.statemanager.v1.GetStatusResponse.counters: object expected")
  m.counters={}
  for(var ks=Object.keys(d.counters),i=0;i<ks.length;++i){
  if(ks[i]==="__proto__")
  util.makeProp(m.counters,ks[i])
  m.counters[ks[i]]=Number(d.counters[ks[i]])
  }
  }
  switch(d.role){
  default:
  if(typeof(d.role)==="number"){m.role=d.role;break}
  break
  case"MANAGER_ROLE_UNSPECIFIED":
  case 0:
  m.role=0
  break
  case"MANAGER_ROLE_LEADER":
  case 1:
  m.role=1
  break
  case"MANAGER_ROLE_STANDBY":
  case 2:
  m.role=2
  break
  }
  if(d.stale!=null){
  m.stale=Boolean(d.stale)
  }
  if(d.leader!=null){
  m.leader=String(d.leader)
  }
  if(d.fences){
  if(!Array.isArray(d.fences))
  throw TypeError(".piccolo.statemanager.v1.GetStatusResponse.fences: array expected")
  m.fences=[]
  for(var i=0;i<d.fences.length;++i){
  if(!util.isObject(d.fences[i]))
  throw TypeError(".piccolo.statemanager.v1.GetStatusResponse.fences: object expected")
  m.fences[i]=piccolo_statemanager_v1_PeerFence.fromObject(d.fences[i],n+1)
  }
  }
  if(d.stalenessMs!=null){
  if(util.Long)
  m.stalenessMs=util.Long.fromValue(d.stalenessMs,true)
  else if(typeof d.stalenessMs==="string")
  m.stalenessMs=parseInt(d.stalenessMs,10)
  else if(typeof d.stalenessMs==="number")
  m.stalenessMs=d.stalenessMs
  else if(typeof d.stalenessMs==="object")
  m.stalenessMs=new util.LongBits(d.stalenessMs.low>>>0,d.stalenessMs.high>>>0).toNumber(true)
  }
  return m
},
  toObject: function GetStatusResponse$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.nodes=[]
  d.fences=[]
  }
  if(o.objects||o.defaults){
  d.counters={}
  }
  if(o.defaults){
  d.version=""
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.uptimeMs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.uptimeMs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.term=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.term=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.revision=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.revision=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.ready=false
  d.services=0
  d.queueLength=0
  d.reconcilesActive=0
  d.controllerReachable=false
  d.role=o.enums===String?"MANAGER_ROLE_UNSPECIFIED":0
  d.stale=false
  d.leader=""
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.stalenessMs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.stalenessMs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  }
  if(m.version!=null&&Object.hasOwnProperty.call(m,"version")){
  d.version=m.version
  }
  if(m.uptimeMs!=null&&Object.hasOwnProperty.call(m,"uptimeMs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.uptimeMs=typeof m.uptimeMs==="number"?BigInt(m.uptimeMs):util.Long.fromBits(m.uptimeMs.low>>>0,m.uptimeMs.high>>>0,true).toBigInt()
  else if(typeof m.uptimeMs==="number")
  d.uptimeMs=o.longs===String?String(m.uptimeMs):m.uptimeMs
  else
  d.uptimeMs=o.longs===String?util.Long.prototype.toString.call(m.uptimeMs):o.longs===Number?new util.LongBits(m.uptimeMs.low>>>0,m.uptimeMs.high>>>0).toNumber(true):m.uptimeMs
  }
  if(m.term!=null&&Object.hasOwnProperty.call(m,"term")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.term=typeof m.term==="number"?BigInt(m.term):util.Long.fromBits(m.term.low>>>0,m.term.high>>>0,true).toBigInt()
  else if(typeof m.term==="number")
  d.term=o.longs===String?String(m.term):m.term
  else
  d.term=o.longs===String?util.Long.prototype.toString.call(m.term):o.longs===Number?new util.LongBits(m.term.low>>>0,m.term.high>>>0).toNumber(true):m.term
  }
  if(m.revision!=null&&Object.hasOwnProperty.call(m,"revision")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.revision=typeof m.revision==="number"?BigInt(m.revision):util.Long.fromBits(m.revision.low>>>0,m.revision.high>>>0,true).toBigInt()
  else if(typeof m.revision==="number")
  d.revision=o.longs===String?String(m.revision):m.revision
  else
  d.revision=o.longs===String?util.Long.prototype.toString.call(m.revision):o.longs===Number?new util.LongBits(m.revision.low>>>0,m.revision.high>>>0).toNumber(true):m.revision
  }
  if(m.ready!=null&&Object.hasOwnProperty.call(m,"ready")){
  d.ready=m.ready
  }
  if(m.services!=null&&Object.hasOwnProperty.call(m,"services")){
  d.services=m.services
  }
  if(m.queueLength!=null&&Object.hasOwnProperty.call(m,"queueLength")){
  d.queueLength=m.queueLength
  }
  if(m.reconcilesActive!=null&&Object.hasOwnProperty.call(m,"reconcilesActive")){
  d.reconcilesActive=m.reconcilesActive
  }
  if(m.nodes&&m.nodes.length){
  d.nodes=[]
  for(var j=0;j<m.nodes.length;++j){
  d.nodes[j]=piccolo_statemanager_v1_NodeStatus.toObject(m.nodes[j],o,q+1)
  }
  }
  if(m.controllerReachable!=null&&Object.hasOwnProperty.call(m,"controllerReachable")){
  d.controllerReachable=m.controllerReachable
  }
  var ks2
  if(m.counters&&(ks2=Object.keys(m.counters)).length){
  d.counters={}
  for(var j=0;j<ks2.length;++j){
  if(ks2[j]==="__proto__")
  util.makeProp(d.counters,ks2[j])
  d.counters[ks2[j]]=o.json&&!isFinite(m.counters[ks2[j]])?String(m.counters[ks2[j]]):m.counters[ks2[j]]
  }
  }
  if(m.role!=null&&Object.hasOwnProperty.call(m,"role")){
  d.role=o.enums===String?(piccolo_statemanager_v1_ManagerRole.values[m.role]===undefined?m.role:piccolo_statemanager_v1_ManagerRole.values[m.role]):m.role
  }
  if(m.stale!=null&&Object.hasOwnProperty.call(m,"stale")){
  d.stale=m.stale
  }
  if(m.leader!=null&&Object.hasOwnProperty.call(m,"leader")){
  d.leader=m.leader
  }
  if(m.fences&&m.fences.length){
  d.fences=[]
  for(var j=0;j<m.fences.length;++j){
  d.fences[j]=piccolo_statemanager_v1_PeerFence.toObject(m.fences[j],o,q+1)
  }
  }
  if(m.stalenessMs!=null&&Object.hasOwnProperty.call(m,"stalenessMs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.stalenessMs=typeof m.stalenessMs==="number"?BigInt(m.stalenessMs):util.Long.fromBits(m.stalenessMs.low>>>0,m.stalenessMs.high>>>0,true).toBigInt()
  else if(typeof m.stalenessMs==="number")
  d.stalenessMs=o.longs===String?String(m.stalenessMs):m.stalenessMs
  else
  d.stalenessMs=o.longs===String?util.Long.prototype.toString.call(m.stalenessMs):o.longs===Number?new util.LongBits(m.stalenessMs.low>>>0,m.stalenessMs.high>>>0).toNumber(true):m.stalenessMs
  }
  return d
},
};
piccolo_statemanager_v1_GetStatusResponse.ctor.prototype.counters = util.emptyObject;

const piccolo_statemanager_v1_PeerFence = {
  ctor: class PeerFence {},
  encode: function PeerFence$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.peer!=null&&Object.hasOwnProperty.call(m,"peer"))
  w.uint32(10).string(m.peer)
  if(m.sentTerm!=null&&Object.hasOwnProperty.call(m,"sentTerm"))
  w.uint32(16).uint64(m.sentTerm)
  if(m.highestTerm!=null&&Object.hasOwnProperty.call(m,"highestTerm"))
  w.uint32(24).uint64(m.highestTerm)
  if(m.cause!=null&&Object.hasOwnProperty.call(m,"cause"))
  w.uint32(32).int32(m.cause)
  if(m.refusedMs!=null&&Object.hasOwnProperty.call(m,"refusedMs"))
  w.uint32(40).uint64(m.refusedMs)
  if(m.message!=null&&Object.hasOwnProperty.call(m,"message"))
  w.uint32(50).string(m.message)
  return w
},
  decode: function PeerFence$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.peer=r.string()
  break
  }
  case 2: {
  m.sentTerm=r.uint64()
  break
  }
  case 3: {
  m.highestTerm=r.uint64()
  break
  }
  case 4: {
  m.cause=r.int32()
  break
  }
  case 5: {
  m.refusedMs=r.uint64()
  break
  }
  case 6: {
  m.message=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function PeerFence$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.PeerFence: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.peer!=null){
  m.peer=String(d.peer)
  }
  if(d.sentTerm!=null){
  if(util.Long)
  m.sentTerm=util.Long.fromValue(d.sentTerm,true)
  else if(typeof d.sentTerm==="string")
  m.sentTerm=parseInt(d.sentTerm,10)
  else if(typeof d.sentTerm==="number")
  m.sentTerm=d.sentTerm
  else if(typeof d.sentTerm==="object")
  m.sentTerm=new util.LongBits(d.sentTerm.low>>>0,d.sentTerm.high>>>0).toNumber(true)
  }
  if(d.highestTerm!=null){
  if(util.Long)
  m.highestTerm=util.Long.fromValue(d.highestTerm,true)
  else if(typeof d.highestTerm==="string")
  m.highestTerm=parseInt(d.highestTerm,10)
  else if(typeof d.highestTerm==="number")
  m.highestTerm=d.highestTerm
  else if(typeof d.highestTerm==="object")
  m.highestTerm=new util.LongBits(d.highestTerm.low>>>0,d.highestTerm.high>>>0).toNumber(true)
  }
  switch(d.cause){
  default:
  if(typeof(d.cause)==="number"){m.cause=d.cause;break}
  break
  case"FENCE_CAUSE_UNSPECIFIED":
  case 0:
  m.cause=0
  break
  case"FENCE_CAUSE_ANOTHER_LEADER":
  case 1:
  m.cause=1
  break
  case"FENCE_CAUSE_LOST_STATE":
  case 2:
  m.cause=2
  break
  case"FENCE_CAUSE_UNKNOWN":
  case 3:
  m.cause=3
  break
  }
  if(d.refusedMs!=null){
  if(util.Long)
  m.refusedMs=util.Long.fromValue(d.refusedMs,true)
  else if(typeof d.refusedMs==="string")
  m.refusedMs=parseInt(d.refusedMs,10)
  else if(typeof d.refusedMs==="number")
  m.refusedMs=d.refusedMs
  else if(typeof d.refusedMs==="object")
  m.refusedMs=new util.LongBits(d.refusedMs.low>>>0,d.refusedMs.high>>>0).toNumber(true)
  }
  if(d.message!=null){
  m.message=String(d.message)
  }
  return m
},
  toObject: function PeerFence$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.peer=""
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.sentTerm=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.sentTerm=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.highestTerm=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.highestTerm=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.cause=o.enums===String?"FENCE_CAUSE_UNSPECIFIED":0
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.refusedMs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.refusedMs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.message=""
  }
  if(m.peer!=null&&Object.hasOwnProperty.call(m,"peer")){
  d.peer=m.peer
  }
  if(m.sentTerm!=null&&Object.hasOwnProperty.call(m,"sentTerm")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.sentTerm=typeof m.sentTerm==="number"?BigInt(m.sentTerm):util.Long.fromBits(m.sentTerm.low>>>0,m.sentTerm.high>>>0,true).toBigInt()
  else if(typeof m.sentTerm==="number")
  d.sentTerm=o.longs===String?String(m.sentTerm):m.sentTerm
  else
  d.sentTerm=o.longs===String?util.Long.prototype.toString.call(m.sentTerm):o.longs===Number?new util.LongBits(m.sentTerm.low>>>0,m.sentTerm.high>>>0).toNumber(true):m.sentTerm
  }
  if(m.highestTerm!=null&&Object.hasOwnProperty.call(m,"highestTerm")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.highestTerm=typeof m.highestTerm==="number"?BigInt(m.highestTerm):util.Long.fromBits(m.highestTerm.low>>>0,m.highestTerm.high>>>0,true).toBigInt()
  else if(typeof m.highestTerm==="number")
  d.highestTerm=o.longs===String?String(m.highestTerm):m.highestTerm
  else
  d.highestTerm=o.longs===String?util.Long.prototype.toString.call(m.highestTerm):o.longs===Number?new util.LongBits(m.highestTerm.low>>>0,m.highestTerm.high>>>0).toNumber(true):m.highestTerm
  }
  if(m.cause!=null&&Object.hasOwnProperty.call(m,"cause")){
  d.cause=o.enums===String?(piccolo_statemanager_v1_FenceCause.values[m.cause]===undefined?m.cause:piccolo_statemanager_v1_FenceCause.values[m.cause]):m.cause
  }
  if(m.refusedMs!=null&&Object.hasOwnProperty.call(m,"refusedMs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.refusedMs=typeof m.refusedMs==="number"?BigInt(m.refusedMs):util.Long.fromBits(m.refusedMs.low>>>0,m.refusedMs.high>>>0,true).toBigInt()
  else if(typeof m.refusedMs==="number")
  d.refusedMs=o.longs===String?String(m.refusedMs):m.refusedMs
  else
  d.refusedMs=o.longs===String?util.Long.prototype.toString.call(m.refusedMs):o.longs===Number?new util.LongBits(m.refusedMs.low>>>0,m.refusedMs.high>>>0).toNumber(true):m.refusedMs
  }
  if(m.message!=null&&Object.hasOwnProperty.call(m,"message")){
  d.message=m.message
  }
  return d
},
};

const piccolo_statemanager_v1_ListInstancesRequest = {
  ctor: class ListInstancesRequest {},
  encode: function ListInstancesRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  return w
},
  decode: function ListInstancesRequest$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ListInstancesRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  return new this.ctor
},
  toObject: function ListInstancesRequest$toObject(){
  return {}
},
};

const piccolo_statemanager_v1_ListInstancesResponse = {
  ctor: class ListInstancesResponse {},
  encode: function ListInstancesResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.self!=null&&Object.hasOwnProperty.call(m,"self"))
  w.uint32(10).string(m.self)
  if(m.leader!=null&&Object.hasOwnProperty.call(m,"leader"))
  w.uint32(18).string(m.leader)
  if(m.leaderMs!=null&&Object.hasOwnProperty.call(m,"leaderMs"))
  w.uint32(24).uint64(m.leaderMs)
  if(m.instances!=null&&m.instances.length){
  for(var i=0;i<m.instances.length;++i)
  piccolo_statemanager_v1_InstanceInfo.encode(m.instances[i],w.uint32(34).fork(),q+1).ldelim()
  }
  if(m.ageMs!=null&&Object.hasOwnProperty.call(m,"ageMs"))
  w.uint32(40).uint64(m.ageMs)
  return w
},
  decode: function ListInstancesResponse$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.self=r.string()
  break
  }
  case 2: {
  m.leader=r.string()
  break
  }
  case 3: {
  m.leaderMs=r.uint64()
  break
  }
  case 4: {
  if(!(m.instances&&m.instances.length))
  m.instances=[]
  m.instances.push(piccolo_statemanager_v1_InstanceInfo.decode(r,r.uint32(),undefined,n+1))
  break
  }
  case 5: {
  m.ageMs=r.uint64()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ListInstancesResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.ListInstancesResponse: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.self!=null){
  m.self=String(d.self)
  }
  if(d.leader!=null){
  m.leader=String(d.leader)
  }
  if(d.leaderMs!=null){
  if(util.Long)
  m.leaderMs=util.Long.fromValue(d.leaderMs,true)
  else if(typeof d.leaderMs==="string")
  m.leaderMs=parseInt(d.leaderMs,10)
  else if(typeof d.leaderMs==="number")
  m.leaderMs=d.leaderMs
  else if(typeof d.leaderMs==="object")
  m.leaderMs=new util.LongBits(d.leaderMs.low>>>0,d.leaderMs.high>>>0).toNumber(true)
  }
  if(d.instances){
  if(!Array.isArray(d.instances))
  throw TypeError(".piccolo.statemanager.v1.ListInstancesResponse.instances: array expected")
  m.instances=[]
  for(var i=0;i<d.instances.length;++i){
  if(!util.isObject(d.instances[i]))
  throw TypeError(".piccolo.statemanager.v1.ListInstancesResponse.instances: object expected")
  m.instances[i]=piccolo_statemanager_v1_InstanceInfo.fromObject(d.instances[i],n+1)
  }
  }
  if(d.ageMs!=null){
  if(util.Long)
  m.ageMs=util.Long.fromValue(d.ageMs,true)
  else if(typeof d.ageMs==="string")
  m.ageMs=parseInt(d.ageMs,10)
  else if(typeof d.ageMs==="number")
  m.ageMs=d.ageMs
  else if(typeof d.ageMs==="object")
  m.ageMs=new util.LongBits(d.ageMs.low>>>0,d.ageMs.high>>>0).toNumber(true)
  }
  return m
},
  toObject: function ListInstancesResponse$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.instances=[]
  }
  if(o.defaults){
  d.self=""
  d.leader=""
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.leaderMs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.leaderMs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.ageMs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.ageMs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  }
  if(m.self!=null&&Object.hasOwnProperty.call(m,"self")){
  d.self=m.self
  }
  if(m.leader!=null&&Object.hasOwnProperty.call(m,"leader")){
  d.leader=m.leader
  }
  if(m.leaderMs!=null&&Object.hasOwnProperty.call(m,"leaderMs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.leaderMs=typeof m.leaderMs==="number"?BigInt(m.leaderMs):util.Long.fromBits(m.leaderMs.low>>>0,m.leaderMs.high>>>0,true).toBigInt()
  else if(typeof m.leaderMs==="number")
  d.leaderMs=o.longs===String?String(m.leaderMs):m.leaderMs
  else
  d.leaderMs=o.longs===String?util.Long.prototype.toString.call(m.leaderMs):o.longs===Number?new util.LongBits(m.leaderMs.low>>>0,m.leaderMs.high>>>0).toNumber(true):m.leaderMs
  }
  if(m.instances&&m.instances.length){
  d.instances=[]
  for(var j=0;j<m.instances.length;++j){
  d.instances[j]=piccolo_statemanager_v1_InstanceInfo.toObject(m.instances[j],o,q+1)
  }
  }
  if(m.ageMs!=null&&Object.hasOwnProperty.call(m,"ageMs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.ageMs=typeof m.ageMs==="number"?BigInt(m.ageMs):util.Long.fromBits(m.ageMs.low>>>0,m.ageMs.high>>>0,true).toBigInt()
  else if(typeof m.ageMs==="number")
  d.ageMs=o.longs===String?String(m.ageMs):m.ageMs
  else
  d.ageMs=o.longs===String?util.Long.prototype.toString.call(m.ageMs):o.longs===Number?new util.LongBits(m.ageMs.low>>>0,m.ageMs.high>>>0).toNumber(true):m.ageMs
  }
  return d
},
};

const piccolo_statemanager_v1_InstanceInfo = {
  ctor: class InstanceInfo {},
  encode: function InstanceInfo$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.name!=null&&Object.hasOwnProperty.call(m,"name"))
  w.uint32(10).string(m.name)
  if(m.addresses!=null&&m.addresses.length){
  for(var i=0;i<m.addresses.length;++i)
  w.uint32(18).string(m.addresses[i])
  }
  if(m.version!=null&&Object.hasOwnProperty.call(m,"version"))
  w.uint32(26).string(m.version)
  if(m.uptimeMs!=null&&Object.hasOwnProperty.call(m,"uptimeMs"))
  w.uint32(32).uint64(m.uptimeMs)
  if(m.registered!=null&&Object.hasOwnProperty.call(m,"registered"))
  w.uint32(40).bool(m.registered)
  if(m.seenMs!=null&&Object.hasOwnProperty.call(m,"seenMs"))
  w.uint32(48).uint64(m.seenMs)
  return w
},
  decode: function InstanceInfo$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.name=r.string()
  break
  }
  case 2: {
  if(!(m.addresses&&m.addresses.length))
  m.addresses=[]
  m.addresses.push(r.string())
  break
  }
  case 3: {
  m.version=r.string()
  break
  }
  case 4: {
  m.uptimeMs=r.uint64()
  break
  }
  case 5: {
  m.registered=r.bool()
  break
  }
  case 6: {
  m.seenMs=r.uint64()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function InstanceInfo$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.InstanceInfo: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.name!=null){
  m.name=String(d.name)
  }
  if(d.addresses){
  if(!Array.isArray(d.addresses))
  throw TypeError(".piccolo.statemanager.v1.InstanceInfo.addresses: array expected")
  m.addresses=[]
  for(var i=0;i<d.addresses.length;++i){
  m.addresses[i]=String(d.addresses[i])
  }
  }
  if(d.version!=null){
  m.version=String(d.version)
  }
  if(d.uptimeMs!=null){
  if(util.Long)
  m.uptimeMs=util.Long.fromValue(d.uptimeMs,true)
  else if(typeof d.uptimeMs==="string")
  m.uptimeMs=parseInt(d.uptimeMs,10)
  else if(typeof d.uptimeMs==="number")
  m.uptimeMs=d.uptimeMs
  else if(typeof d.uptimeMs==="object")
  m.uptimeMs=new util.LongBits(d.uptimeMs.low>>>0,d.uptimeMs.high>>>0).toNumber(true)
  }
  if(d.registered!=null){
  m.registered=Boolean(d.registered)
  }
  if(d.seenMs!=null){
  if(util.Long)
  m.seenMs=util.Long.fromValue(d.seenMs,true)
  else if(typeof d.seenMs==="string")
  m.seenMs=parseInt(d.seenMs,10)
  else if(typeof d.seenMs==="number")
  m.seenMs=d.seenMs
  else if(typeof d.seenMs==="object")
  m.seenMs=new util.LongBits(d.seenMs.low>>>0,d.seenMs.high>>>0).toNumber(true)
  }
  return m
},
  toObject: function InstanceInfo$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.addresses=[]
  }
  if(o.defaults){
  d.name=""
  d.version=""
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.uptimeMs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.uptimeMs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.registered=false
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.seenMs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.seenMs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  }
  if(m.name!=null&&Object.hasOwnProperty.call(m,"name")){
  d.name=m.name
  }
  if(m.addresses&&m.addresses.length){
  d.addresses=[]
  for(var j=0;j<m.addresses.length;++j){
  d.addresses[j]=m.addresses[j]
  }
  }
  if(m.version!=null&&Object.hasOwnProperty.call(m,"version")){
  d.version=m.version
  }
  if(m.uptimeMs!=null&&Object.hasOwnProperty.call(m,"uptimeMs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.uptimeMs=typeof m.uptimeMs==="number"?BigInt(m.uptimeMs):util.Long.fromBits(m.uptimeMs.low>>>0,m.uptimeMs.high>>>0,true).toBigInt()
  else if(typeof m.uptimeMs==="number")
  d.uptimeMs=o.longs===String?String(m.uptimeMs):m.uptimeMs
  else
  d.uptimeMs=o.longs===String?util.Long.prototype.toString.call(m.uptimeMs):o.longs===Number?new util.LongBits(m.uptimeMs.low>>>0,m.uptimeMs.high>>>0).toNumber(true):m.uptimeMs
  }
  if(m.registered!=null&&Object.hasOwnProperty.call(m,"registered")){
  d.registered=m.registered
  }
  if(m.seenMs!=null&&Object.hasOwnProperty.call(m,"seenMs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.seenMs=typeof m.seenMs==="number"?BigInt(m.seenMs):util.Long.fromBits(m.seenMs.low>>>0,m.seenMs.high>>>0,true).toBigInt()
  else if(typeof m.seenMs==="number")
  d.seenMs=o.longs===String?String(m.seenMs):m.seenMs
  else
  d.seenMs=o.longs===String?util.Long.prototype.toString.call(m.seenMs):o.longs===Number?new util.LongBits(m.seenMs.low>>>0,m.seenMs.high>>>0).toNumber(true):m.seenMs
  }
  return d
},
};

const piccolo_statemanager_v1_AdoptTermRequest = {
  ctor: class AdoptTermRequest {},
  encode: function AdoptTermRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.term!=null&&Object.hasOwnProperty.call(m,"term"))
  w.uint32(8).uint64(m.term)
  if(m.force!=null&&Object.hasOwnProperty.call(m,"force"))
  w.uint32(16).bool(m.force)
  if(m.reason!=null&&Object.hasOwnProperty.call(m,"reason"))
  w.uint32(26).string(m.reason)
  return w
},
  decode: function AdoptTermRequest$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.term=r.uint64()
  break
  }
  case 2: {
  m.force=r.bool()
  break
  }
  case 3: {
  m.reason=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function AdoptTermRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.AdoptTermRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.term!=null){
  if(util.Long)
  m.term=util.Long.fromValue(d.term,true)
  else if(typeof d.term==="string")
  m.term=parseInt(d.term,10)
  else if(typeof d.term==="number")
  m.term=d.term
  else if(typeof d.term==="object")
  m.term=new util.LongBits(d.term.low>>>0,d.term.high>>>0).toNumber(true)
  }
  if(d.force!=null){
  m.force=Boolean(d.force)
  }
  if(d.reason!=null){
  m.reason=String(d.reason)
  }
  return m
},
  toObject: function AdoptTermRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.term=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.term=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.force=false
  d.reason=""
  }
  if(m.term!=null&&Object.hasOwnProperty.call(m,"term")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.term=typeof m.term==="number"?BigInt(m.term):util.Long.fromBits(m.term.low>>>0,m.term.high>>>0,true).toBigInt()
  else if(typeof m.term==="number")
  d.term=o.longs===String?String(m.term):m.term
  else
  d.term=o.longs===String?util.Long.prototype.toString.call(m.term):o.longs===Number?new util.LongBits(m.term.low>>>0,m.term.high>>>0).toNumber(true):m.term
  }
  if(m.force!=null&&Object.hasOwnProperty.call(m,"force")){
  d.force=m.force
  }
  if(m.reason!=null&&Object.hasOwnProperty.call(m,"reason")){
  d.reason=m.reason
  }
  return d
},
};

const piccolo_statemanager_v1_AdoptTermResponse = {
  ctor: class AdoptTermResponse {},
  encode: function AdoptTermResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.term!=null&&Object.hasOwnProperty.call(m,"term"))
  w.uint32(8).uint64(m.term)
  return w
},
  decode: function AdoptTermResponse$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.term=r.uint64()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function AdoptTermResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".piccolo.statemanager.v1.AdoptTermResponse: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.term!=null){
  if(util.Long)
  m.term=util.Long.fromValue(d.term,true)
  else if(typeof d.term==="string")
  m.term=parseInt(d.term,10)
  else if(typeof d.term==="number")
  m.term=d.term
  else if(typeof d.term==="object")
  m.term=new util.LongBits(d.term.low>>>0,d.term.high>>>0).toNumber(true)
  }
  return m
},
  toObject: function AdoptTermResponse$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.term=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.term=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  }
  if(m.term!=null&&Object.hasOwnProperty.call(m,"term")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.term=typeof m.term==="number"?BigInt(m.term):util.Long.fromBits(m.term.low>>>0,m.term.high>>>0,true).toBigInt()
  else if(typeof m.term==="number")
  d.term=o.longs===String?String(m.term):m.term
  else
  d.term=o.longs===String?util.Long.prototype.toString.call(m.term):o.longs===Number?new util.LongBits(m.term.low>>>0,m.term.high>>>0).toNumber(true):m.term
  }
  return d
},
};

const google_protobuf_Any = {
  ctor: class Any {},
  encode: function Any$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.type_url!=null&&Object.hasOwnProperty.call(m,"type_url"))
  w.uint32(10).string(m.type_url)
  if(m.value!=null&&Object.hasOwnProperty.call(m,"value"))
  w.uint32(18).bytes(m.value)
  return w
},
  decode: function Any$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.type_url=r.string()
  break
  }
  case 2: {
  m.value=r.bytes()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function Any$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".google.protobuf.Any: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.type_url!=null){
  m.type_url=String(d.type_url)
  }
  if(d.value!=null){
  if(typeof d.value==="string")
  util.base64.decode(d.value,m.value=util.newBuffer(util.base64.length(d.value)),0)
  else if(d.value.length >= 0)
  m.value=d.value
  }
  return m
},
  toObject: function Any$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.type_url=""
  if(o.bytes===String)d.value=""
  else{
  d.value=[]
  if(o.bytes!==Array)d.value=util.newBuffer(d.value)
  }
  }
  if(m.type_url!=null&&Object.hasOwnProperty.call(m,"type_url")){
  d.type_url=m.type_url
  }
  if(m.value!=null&&Object.hasOwnProperty.call(m,"value")){
  d.value=o.bytes===String?util.base64.encode(m.value,0,m.value.length):o.bytes===Array?Array.prototype.slice.call(m.value):m.value
  }
  return d
},
};

const google_protobuf_Struct = {
  ctor: class Struct {},
  encode: function Struct$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.fields!=null&&Object.hasOwnProperty.call(m,"fields")){
  for(var ks=Object.keys(m.fields),i=0;i<ks.length;++i){
  w.uint32(10).fork().uint32(10).string(ks[i])
  google_protobuf_Value.encode(m.fields[ks[i]],w.uint32(18).fork(),q+1).ldelim().ldelim()
  }
  }
  return w
},
  decode: function Struct$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m,k,value
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  if(m.fields===util.emptyObject)
  m.fields={}
  var c2=r.uint32()+r.pos
  if(c2>r.len)
  throw RangeError("index out of range")
  r.len=c2
  k=""
  value=null
  while(r.pos<c2){
  var tag2=r.uint32()
  switch(tag2>>>3){
  case 1: k=r.string(); break
  case 2:
  value=google_protobuf_Value.decode(r,r.uint32(),undefined,n+1)
  break
  default:
  r.skipType(tag2&7,n)
  break
  }
  }
  if(r.pos!==c2)
  throw RangeError("index out of range")
  r.len=c
  if(k==="__proto__")
  util.makeProp(m.fields,k)
  m.fields[k]=value
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function Struct$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".google.protobuf.Struct: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.fields){
  if(!util.isObject(d.fields))
  throw TypeError(".google.protobuf.Struct.fields: object expected")
  m.fields={}
  for(var ks=Object.keys(d.fields),i=0;i<ks.length;++i){
  if(ks[i]==="__proto__")
  util.makeProp(m.fields,ks[i])
  if(!util.isObject(d.fields[ks[i]]))
  throw TypeError(".google.protobuf.Struct.fields: object expected")
  m.fields[ks[i]]=google_protobuf_Value.fromObject(d.fields[ks[i]],n+1)
  }
  }
  return m
},
  toObject: function Struct$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.objects||o.defaults){
  d.fields={}
  }
  var ks2
  if(m.fields&&(ks2=Object.keys(m.fields)).length){
  d.fields={}
  for(var j=0;j<ks2.length;++j){
  if(ks2[j]==="__proto__")
  util.makeProp(d.fields,ks2[j])
  d.fields[ks2[j]]=google_protobuf_Value.toObject(m.fields[ks2[j]],o,q+1)
  }
  }
  return d
},
};
google_protobuf_Struct.ctor.prototype.fields = util.emptyObject;

const google_protobuf_Value = {
  ctor: class Value {},
  encode: function Value$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.nullValue!=null&&Object.hasOwnProperty.call(m,"nullValue"))
  w.uint32(8).int32(m.nullValue)
  if(m.numberValue!=null&&Object.hasOwnProperty.call(m,"numberValue"))
  w.uint32(17).double(m.numberValue)
  if(m.stringValue!=null&&Object.hasOwnProperty.call(m,"stringValue"))
  w.uint32(26).string(m.stringValue)
  if(m.boolValue!=null&&Object.hasOwnProperty.call(m,"boolValue"))
  w.uint32(32).bool(m.boolValue)
  if(m.structValue!=null&&Object.hasOwnProperty.call(m,"structValue"))
  google_protobuf_Struct.encode(m.structValue,w.uint32(42).fork(),q+1).ldelim()
  if(m.listValue!=null&&Object.hasOwnProperty.call(m,"listValue"))
  google_protobuf_ListValue.encode(m.listValue,w.uint32(50).fork(),q+1).ldelim()
  return w
},
  decode: function Value$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.nullValue=r.int32()
  break
  }
  case 2: {
  m.numberValue=r.double()
  break
  }
  case 3: {
  m.stringValue=r.string()
  break
  }
  case 4: {
  m.boolValue=r.bool()
  break
  }
  case 5: {
  m.structValue=google_protobuf_Struct.decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 6: {
  m.listValue=google_protobuf_ListValue.decode(r,r.uint32(),undefined,n+1)
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function Value$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".google.protobuf.Value: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  switch(d.nullValue){
  default:
  if(typeof(d.nullValue)==="number"){m.nullValue=d.nullValue;break}
  break
  case"NULL_VALUE":
  case 0:
  m.nullValue=0
  break
  }
  if(d.numberValue!=null){
  m.numberValue=Number(d.numberValue)
  }
  if(d.stringValue!=null){
  m.stringValue=String(d.stringValue)
  }
  if(d.boolValue!=null){
  m.boolValue=Boolean(d.boolValue)
  }
  if(d.structValue!=null){
  if(!util.isObject(d.structValue))
  throw TypeError(".google.protobuf.Value.structValue: object expected")
  m.structValue=google_protobuf_Struct.fromObject(d.structValue,n+1)
  }
  if(d.listValue!=null){
  if(!util.isObject(d.listValue))
  throw TypeError(".google.protobuf.Value.listValue: object expected")
  m.listValue=google_protobuf_ListValue.fromObject(d.listValue,n+1)
  }
  return m
},
  toObject: function Value$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(m.nullValue!=null&&Object.hasOwnProperty.call(m,"nullValue")){
  d.nullValue=o.enums===String?(google_protobuf_NullValue.values[m.nullValue]===undefined?m.nullValue:google_protobuf_NullValue.values[m.nullValue]):m.nullValue
  if(o.oneofs)
  d.kind="nullValue"
  }
  if(m.numberValue!=null&&Object.hasOwnProperty.call(m,"numberValue")){
  d.numberValue=o.json&&!isFinite(m.numberValue)?String(m.numberValue):m.numberValue
  if(o.oneofs)
  d.kind="numberValue"
  }
  if(m.stringValue!=null&&Object.hasOwnProperty.call(m,"stringValue")){
  d.stringValue=m.stringValue
  if(o.oneofs)
  d.kind="stringValue"
  }
  if(m.boolValue!=null&&Object.hasOwnProperty.call(m,"boolValue")){
  d.boolValue=m.boolValue
  if(o.oneofs)
  d.kind="boolValue"
  }
  if(m.structValue!=null&&Object.hasOwnProperty.call(m,"structValue")){
  d.structValue=google_protobuf_Struct.toObject(m.structValue,o,q+1)
  if(o.oneofs)
  d.kind="structValue"
  }
  if(m.listValue!=null&&Object.hasOwnProperty.call(m,"listValue")){
  d.listValue=google_protobuf_ListValue.toObject(m.listValue,o,q+1)
  if(o.oneofs)
  d.kind="listValue"
  }
  return d
},
};

const google_protobuf_ListValue = {
  ctor: class ListValue {},
  encode: function ListValue$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.values!=null&&m.values.length){
  for(var i=0;i<m.values.length;++i)
  google_protobuf_Value.encode(m.values[i],w.uint32(10).fork(),q+1).ldelim()
  }
  return w
},
  decode: function ListValue$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  if(!(m.values&&m.values.length))
  m.values=[]
  m.values.push(google_protobuf_Value.decode(r,r.uint32(),undefined,n+1))
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ListValue$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".google.protobuf.ListValue: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.values){
  if(!Array.isArray(d.values))
  throw TypeError(".google.protobuf.ListValue.values: array expected")
  m.values=[]
  for(var i=0;i<d.values.length;++i){
  if(!util.isObject(d.values[i]))
  throw TypeError(".google.protobuf.ListValue.values: object expected")
  m.values[i]=google_protobuf_Value.fromObject(d.values[i],n+1)
  }
  }
  return m
},
  toObject: function ListValue$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.values=[]
  }
  if(m.values&&m.values.length){
  d.values=[]
  for(var j=0;j<m.values.length;++j){
  d.values[j]=google_protobuf_Value.toObject(m.values[j],o,q+1)
  }
  }
  return d
},
};

const google_rpc_Status = {
  ctor: class Status {},
  encode: function Status$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.code!=null&&Object.hasOwnProperty.call(m,"code"))
  w.uint32(8).int32(m.code)
  if(m.message!=null&&Object.hasOwnProperty.call(m,"message"))
  w.uint32(18).string(m.message)
  if(m.details!=null&&m.details.length){
  for(var i=0;i<m.details.length;++i)
  google_protobuf_Any.encode(m.details[i],w.uint32(26).fork(),q+1).ldelim()
  }
  return w
},
  decode: function Status$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.code=r.int32()
  break
  }
  case 2: {
  m.message=r.string()
  break
  }
  case 3: {
  if(!(m.details&&m.details.length))
  m.details=[]
  m.details.push(google_protobuf_Any.decode(r,r.uint32(),undefined,n+1))
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function Status$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".google.rpc.Status: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.code!=null){
  m.code=d.code|0
  }
  if(d.message!=null){
  m.message=String(d.message)
  }
  if(d.details){
  if(!Array.isArray(d.details))
  throw TypeError(".google.rpc.Status.details: array expected")
  m.details=[]
  for(var i=0;i<d.details.length;++i){
  if(!util.isObject(d.details[i]))
  throw TypeError(".google.rpc.Status.details: object expected")
  m.details[i]=google_protobuf_Any.fromObject(d.details[i],n+1)
  }
  }
  return m
},
  toObject: function Status$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.details=[]
  }
  if(o.defaults){
  d.code=0
  d.message=""
  }
  if(m.code!=null&&Object.hasOwnProperty.call(m,"code")){
  d.code=m.code
  }
  if(m.message!=null&&Object.hasOwnProperty.call(m,"message")){
  d.message=m.message
  }
  if(m.details&&m.details.length){
  d.details=[]
  for(var j=0;j<m.details.length;++j){
  d.details[j]=google_protobuf_Any.toObject(m.details[j],o,q+1)
  }
  }
  return d
},
};

const google_rpc_ErrorInfo = {
  ctor: class ErrorInfo {},
  encode: function ErrorInfo$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.reason!=null&&Object.hasOwnProperty.call(m,"reason"))
  w.uint32(10).string(m.reason)
  if(m.domain!=null&&Object.hasOwnProperty.call(m,"domain"))
  w.uint32(18).string(m.domain)
  if(m.metadata!=null&&Object.hasOwnProperty.call(m,"metadata")){
  for(var ks=Object.keys(m.metadata),i=0;i<ks.length;++i){
  w.uint32(26).fork().uint32(10).string(ks[i])
  .uint32(18).string(m.metadata[ks[i]]).ldelim()
  }
  }
  return w
},
  decode: function ErrorInfo$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m,k,value
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.reason=r.string()
  break
  }
  case 2: {
  m.domain=r.string()
  break
  }
  case 3: {
  if(m.metadata===util.emptyObject)
  m.metadata={}
  var c2=r.uint32()+r.pos
  if(c2>r.len)
  throw RangeError("index out of range")
  r.len=c2
  k=""
  value=""
  while(r.pos<c2){
  var tag2=r.uint32()
  switch(tag2>>>3){
  case 1: k=r.string(); break
  case 2:
  value=r.string()
  break
  default:
  r.skipType(tag2&7,n)
  break
  }
  }
  if(r.pos!==c2)
  throw RangeError("index out of range")
  r.len=c
  if(k==="__proto__")
  util.makeProp(m.metadata,k)
  m.metadata[k]=value
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function ErrorInfo$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".google.rpc.ErrorInfo: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.reason!=null){
  m.reason=String(d.reason)
  }
  if(d.domain!=null){
  m.domain=String(d.domain)
  }
  if(d.metadata){
  if(!util.isObject(d.metadata))
  throw TypeError(".google.rpc.ErrorInfo.metadata: object expected")
  m.metadata={}
  for(var ks=Object.keys(d.metadata),i=0;i<ks.length;++i){
  if(ks[i]==="__proto__")
  util.makeProp(m.metadata,ks[i])
  m.metadata[ks[i]]=String(d.metadata[ks[i]])
  }
  }
  return m
},
  toObject: function ErrorInfo$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.objects||o.defaults){
  d.metadata={}
  }
  if(o.defaults){
  d.reason=""
  d.domain=""
  }
  if(m.reason!=null&&Object.hasOwnProperty.call(m,"reason")){
  d.reason=m.reason
  }
  if(m.domain!=null&&Object.hasOwnProperty.call(m,"domain")){
  d.domain=m.domain
  }
  var ks2
  if(m.metadata&&(ks2=Object.keys(m.metadata)).length){
  d.metadata={}
  for(var j=0;j<ks2.length;++j){
  if(ks2[j]==="__proto__")
  util.makeProp(d.metadata,ks2[j])
  d.metadata[ks2[j]]=m.metadata[ks2[j]]
  }
  }
  return d
},
};
google_rpc_ErrorInfo.ctor.prototype.metadata = util.emptyObject;

const google_rpc_BadRequest = {
  ctor: class BadRequest {},
  encode: function BadRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.fieldViolations!=null&&m.fieldViolations.length){
  for(var i=0;i<m.fieldViolations.length;++i)
  google_rpc_BadRequest_FieldViolation.encode(m.fieldViolations[i],w.uint32(10).fork(),q+1).ldelim()
  }
  return w
},
  decode: function BadRequest$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  if(!(m.fieldViolations&&m.fieldViolations.length))
  m.fieldViolations=[]
  m.fieldViolations.push(google_rpc_BadRequest_FieldViolation.decode(r,r.uint32(),undefined,n+1))
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function BadRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".google.rpc.BadRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.fieldViolations){
  if(!Array.isArray(d.fieldViolations))
  throw TypeError(".google.rpc.BadRequest.fieldViolations: array expected")
  m.fieldViolations=[]
  for(var i=0;i<d.fieldViolations.length;++i){
  if(!util.isObject(d.fieldViolations[i]))
  throw TypeError(".google.rpc.BadRequest.fieldViolations: object expected")
  m.fieldViolations[i]=google_rpc_BadRequest_FieldViolation.fromObject(d.fieldViolations[i],n+1)
  }
  }
  return m
},
  toObject: function BadRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.fieldViolations=[]
  }
  if(m.fieldViolations&&m.fieldViolations.length){
  d.fieldViolations=[]
  for(var j=0;j<m.fieldViolations.length;++j){
  d.fieldViolations[j]=google_rpc_BadRequest_FieldViolation.toObject(m.fieldViolations[j],o,q+1)
  }
  }
  return d
},
};

const google_rpc_BadRequest_FieldViolation = {
  ctor: class FieldViolation {},
  encode: function FieldViolation$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.field!=null&&Object.hasOwnProperty.call(m,"field"))
  w.uint32(10).string(m.field)
  if(m.description!=null&&Object.hasOwnProperty.call(m,"description"))
  w.uint32(18).string(m.description)
  return w
},
  decode: function FieldViolation$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.field=r.string()
  break
  }
  case 2: {
  m.description=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
  fromObject: function FieldViolation$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".google.rpc.BadRequest.FieldViolation: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.field!=null){
  m.field=String(d.field)
  }
  if(d.description!=null){
  m.description=String(d.description)
  }
  return m
},
  toObject: function FieldViolation$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.field=""
  d.description=""
  }
  if(m.field!=null&&Object.hasOwnProperty.call(m,"field")){
  d.field=m.field
  }
  if(m.description!=null&&Object.hasOwnProperty.call(m,"description")){
  d.description=m.description
  }
  return d
},
};

export const MESSAGES: Readonly<Record<string, Codec>> = {
  "grpc.health.v1.HealthCheckRequest": grpc_health_v1_HealthCheckRequest,
  "grpc.health.v1.HealthCheckResponse": grpc_health_v1_HealthCheckResponse,
  "grpc.reflection.v1.ServerReflectionRequest": grpc_reflection_v1_ServerReflectionRequest,
  "grpc.reflection.v1.ExtensionRequest": grpc_reflection_v1_ExtensionRequest,
  "grpc.reflection.v1.ServerReflectionResponse": grpc_reflection_v1_ServerReflectionResponse,
  "grpc.reflection.v1.FileDescriptorResponse": grpc_reflection_v1_FileDescriptorResponse,
  "grpc.reflection.v1.ExtensionNumberResponse": grpc_reflection_v1_ExtensionNumberResponse,
  "grpc.reflection.v1.ListServiceResponse": grpc_reflection_v1_ListServiceResponse,
  "grpc.reflection.v1.ServiceResponse": grpc_reflection_v1_ServiceResponse,
  "grpc.reflection.v1.ErrorResponse": grpc_reflection_v1_ErrorResponse,
  "piccolo.actioncontroller.v1.ActionContext": piccolo_actioncontroller_v1_ActionContext,
  "piccolo.actioncontroller.v1.DesiredWorkload": piccolo_actioncontroller_v1_DesiredWorkload,
  "piccolo.actioncontroller.v1.ActionExecutionRequest": piccolo_actioncontroller_v1_ActionExecutionRequest,
  "piccolo.actioncontroller.v1.RecoveryRequest": piccolo_actioncontroller_v1_RecoveryRequest,
  "piccolo.actioncontroller.v1.LifecycleActionRequest": piccolo_actioncontroller_v1_LifecycleActionRequest,
  "piccolo.actioncontroller.v1.ActionResponse": piccolo_actioncontroller_v1_ActionResponse,
  "piccolo.common.v1.ResourceId": piccolo_common_v1_ResourceId,
  "piccolo.common.v1.ServiceDependency": piccolo_common_v1_ServiceDependency,
  "piccolo.common.v1.ResourceRequirements": piccolo_common_v1_ResourceRequirements,
  "piccolo.common.v1.PhaseTimeouts": piccolo_common_v1_PhaseTimeouts,
  "piccolo.common.v1.RecoveryStrategy": piccolo_common_v1_RecoveryStrategy,
  "piccolo.common.v1.ServiceSpec": piccolo_common_v1_ServiceSpec,
  "piccolo.common.v1.RecoveryDeadline": piccolo_common_v1_RecoveryDeadline,
  "piccolo.common.v1.ServiceCondition": piccolo_common_v1_ServiceCondition,
  "piccolo.common.v1.ServiceStatus": piccolo_common_v1_ServiceStatus,
  "piccolo.common.v1.ServiceFault": piccolo_common_v1_ServiceFault,
  "piccolo.common.v1.Isolation": piccolo_common_v1_Isolation,
  "piccolo.common.v1.ResourceMetadata": piccolo_common_v1_ResourceMetadata,
  "piccolo.common.v1.ServiceState": piccolo_common_v1_ServiceState,
  "piccolo.common.v1.ExistenceDiff": piccolo_common_v1_ExistenceDiff,
  "piccolo.common.v1.ScaleDiff": piccolo_common_v1_ScaleDiff,
  "piccolo.common.v1.VersionDiff": piccolo_common_v1_VersionDiff,
  "piccolo.common.v1.ConfigDiff": piccolo_common_v1_ConfigDiff,
  "piccolo.common.v1.StatusDiff": piccolo_common_v1_StatusDiff,
  "piccolo.common.v1.ActualState": piccolo_common_v1_ActualState,
  "piccolo.common.v1.StateDiff": piccolo_common_v1_StateDiff,
  "piccolo.common.v1.FieldChange": piccolo_common_v1_FieldChange,
  "piccolo.common.v1.StateEvent": piccolo_common_v1_StateEvent,
  "piccolo.common.v1.LogLine": piccolo_common_v1_LogLine,
  "piccolo.monitoringserver.v1.StateAlert": piccolo_monitoringserver_v1_StateAlert,
  "piccolo.monitoringserver.v1.SendAlertRequest": piccolo_monitoringserver_v1_SendAlertRequest,
  "piccolo.monitoringserver.v1.SendAlertResponse": piccolo_monitoringserver_v1_SendAlertResponse,
  "piccolo.monitoringserver.v1.Metric": piccolo_monitoringserver_v1_Metric,
  "piccolo.monitoringserver.v1.StateMetrics": piccolo_monitoringserver_v1_StateMetrics,
  "piccolo.monitoringserver.v1.SendMetricsRequest": piccolo_monitoringserver_v1_SendMetricsRequest,
  "piccolo.monitoringserver.v1.SendMetricsResponse": piccolo_monitoringserver_v1_SendMetricsResponse,
  "piccolo.nodeagent.v1.ReadLogsRequest": piccolo_nodeagent_v1_ReadLogsRequest,
  "piccolo.nodeagent.v1.ReadLogsResponse": piccolo_nodeagent_v1_ReadLogsResponse,
  "piccolo.nodeagent.v1.StateDiffRequest": piccolo_nodeagent_v1_StateDiffRequest,
  "piccolo.nodeagent.v1.GetStateDiffResponse": piccolo_nodeagent_v1_GetStateDiffResponse,
  "piccolo.nodeagent.v1.ResourceFilter": piccolo_nodeagent_v1_ResourceFilter,
  "piccolo.nodeagent.v1.StateDiffSubscription": piccolo_nodeagent_v1_StateDiffSubscription,
  "piccolo.nodeagent.v1.SubscribeStateDiffsResponse": piccolo_nodeagent_v1_SubscribeStateDiffsResponse,
  "piccolo.nodeagent.v1.SnapshotEnd": piccolo_nodeagent_v1_SnapshotEnd,
  "piccolo.nodeagent.v1.Heartbeat": piccolo_nodeagent_v1_Heartbeat,
  "piccolo.nodeagent.v1.ResourceState": piccolo_nodeagent_v1_ResourceState,
  "piccolo.nodeagent.v1.UpdateResourceStateRequest": piccolo_nodeagent_v1_UpdateResourceStateRequest,
  "piccolo.nodeagent.v1.UpdateResourceStateResponse": piccolo_nodeagent_v1_UpdateResourceStateResponse,
  "piccolo.statemanager.v1.ListAlertsRequest": piccolo_statemanager_v1_ListAlertsRequest,
  "piccolo.statemanager.v1.AlertResolution": piccolo_statemanager_v1_AlertResolution,
  "piccolo.statemanager.v1.KeptAlert": piccolo_statemanager_v1_KeptAlert,
  "piccolo.statemanager.v1.ListAlertsResponse": piccolo_statemanager_v1_ListAlertsResponse,
  "piccolo.statemanager.v1.ExplainRequest": piccolo_statemanager_v1_ExplainRequest,
  "piccolo.statemanager.v1.ExplainedStep": piccolo_statemanager_v1_ExplainedStep,
  "piccolo.statemanager.v1.Episode": piccolo_statemanager_v1_Episode,
  "piccolo.statemanager.v1.PhaseStay": piccolo_statemanager_v1_PhaseStay,
  "piccolo.statemanager.v1.PossibleTransition": piccolo_statemanager_v1_PossibleTransition,
  "piccolo.statemanager.v1.PhaseReport": piccolo_statemanager_v1_PhaseReport,
  "piccolo.statemanager.v1.ExplainResponse": piccolo_statemanager_v1_ExplainResponse,
  "piccolo.statemanager.v1.PlanReconciliationRequest": piccolo_statemanager_v1_PlanReconciliationRequest,
  "piccolo.statemanager.v1.PreviewDecision": piccolo_statemanager_v1_PreviewDecision,
  "piccolo.statemanager.v1.Alternative": piccolo_statemanager_v1_Alternative,
  "piccolo.statemanager.v1.PreviewAction": piccolo_statemanager_v1_PreviewAction,
  "piccolo.statemanager.v1.ImpactAssessment": piccolo_statemanager_v1_ImpactAssessment,
  "piccolo.statemanager.v1.PreviewPlan": piccolo_statemanager_v1_PreviewPlan,
  "piccolo.statemanager.v1.PreviewWarning": piccolo_statemanager_v1_PreviewWarning,
  "piccolo.statemanager.v1.PlanReconciliationResponse": piccolo_statemanager_v1_PlanReconciliationResponse,
  "piccolo.statemanager.v1.GetLogsRequest": piccolo_statemanager_v1_GetLogsRequest,
  "piccolo.statemanager.v1.GetLogsResponse": piccolo_statemanager_v1_GetLogsResponse,
  "piccolo.statemanager.v1.ServiceFilter": piccolo_statemanager_v1_ServiceFilter,
  "piccolo.statemanager.v1.StateUpdateRequest": piccolo_statemanager_v1_StateUpdateRequest,
  "piccolo.statemanager.v1.DeleteService": piccolo_statemanager_v1_DeleteService,
  "piccolo.statemanager.v1.StateUpdateResponse": piccolo_statemanager_v1_StateUpdateResponse,
  "piccolo.statemanager.v1.ApplyRequest": piccolo_statemanager_v1_ApplyRequest,
  "piccolo.statemanager.v1.ApplyResponse": piccolo_statemanager_v1_ApplyResponse,
  "piccolo.statemanager.v1.AppliedChange": piccolo_statemanager_v1_AppliedChange,
  "piccolo.statemanager.v1.StateQueryRequest": piccolo_statemanager_v1_StateQueryRequest,
  "piccolo.statemanager.v1.StateQueryResponse": piccolo_statemanager_v1_StateQueryResponse,
  "piccolo.statemanager.v1.StateSubscriptionRequest": piccolo_statemanager_v1_StateSubscriptionRequest,
  "piccolo.statemanager.v1.SnapshotFirst": piccolo_statemanager_v1_SnapshotFirst,
  "piccolo.statemanager.v1.StateChangeEvent": piccolo_statemanager_v1_StateChangeEvent,
  "piccolo.statemanager.v1.SnapshotComplete": piccolo_statemanager_v1_SnapshotComplete,
  "piccolo.statemanager.v1.Change": piccolo_statemanager_v1_Change,
  "piccolo.statemanager.v1.ChangeBatch": piccolo_statemanager_v1_ChangeBatch,
  "piccolo.statemanager.v1.Gap": piccolo_statemanager_v1_Gap,
  "piccolo.statemanager.v1.SubscriptionHeartbeat": piccolo_statemanager_v1_SubscriptionHeartbeat,
  "piccolo.statemanager.v1.GetHistoryRequest": piccolo_statemanager_v1_GetHistoryRequest,
  "piccolo.statemanager.v1.GetHistoryResponse": piccolo_statemanager_v1_GetHistoryResponse,
  "piccolo.statemanager.v1.TriggerRecoveryRequest": piccolo_statemanager_v1_TriggerRecoveryRequest,
  "piccolo.statemanager.v1.RecoverService": piccolo_statemanager_v1_RecoverService,
  "piccolo.statemanager.v1.IsolateService": piccolo_statemanager_v1_IsolateService,
  "piccolo.statemanager.v1.ReleaseService": piccolo_statemanager_v1_ReleaseService,
  "piccolo.statemanager.v1.TriggerRecoveryResponse": piccolo_statemanager_v1_TriggerRecoveryResponse,
  "piccolo.statemanager.v1.GetStatusRequest": piccolo_statemanager_v1_GetStatusRequest,
  "piccolo.statemanager.v1.NodeStatus": piccolo_statemanager_v1_NodeStatus,
  "piccolo.statemanager.v1.GetStatusResponse": piccolo_statemanager_v1_GetStatusResponse,
  "piccolo.statemanager.v1.PeerFence": piccolo_statemanager_v1_PeerFence,
  "piccolo.statemanager.v1.ListInstancesRequest": piccolo_statemanager_v1_ListInstancesRequest,
  "piccolo.statemanager.v1.ListInstancesResponse": piccolo_statemanager_v1_ListInstancesResponse,
  "piccolo.statemanager.v1.InstanceInfo": piccolo_statemanager_v1_InstanceInfo,
  "piccolo.statemanager.v1.AdoptTermRequest": piccolo_statemanager_v1_AdoptTermRequest,
  "piccolo.statemanager.v1.AdoptTermResponse": piccolo_statemanager_v1_AdoptTermResponse,
  "google.protobuf.Any": google_protobuf_Any,
  "google.protobuf.Struct": google_protobuf_Struct,
  "google.protobuf.Value": google_protobuf_Value,
  "google.protobuf.ListValue": google_protobuf_ListValue,
  "google.rpc.Status": google_rpc_Status,
  "google.rpc.ErrorInfo": google_rpc_ErrorInfo,
  "google.rpc.BadRequest": google_rpc_BadRequest,
  "google.rpc.BadRequest.FieldViolation": google_rpc_BadRequest_FieldViolation,
};

export const SERVICES: Readonly<Record<string, ServiceMethods>> = {
  "grpc.health.v1.Health": {
    Check: { "path":"/grpc.health.v1.Health/Check","requestStream":false,"responseStream":false,"originalName":"check", request: grpc_health_v1_HealthCheckRequest, response: grpc_health_v1_HealthCheckResponse },
    Watch: { "path":"/grpc.health.v1.Health/Watch","requestStream":false,"responseStream":true,"originalName":"watch", request: grpc_health_v1_HealthCheckRequest, response: grpc_health_v1_HealthCheckResponse },
  },
  "grpc.reflection.v1.ServerReflection": {
    ServerReflectionInfo: { "path":"/grpc.reflection.v1.ServerReflection/ServerReflectionInfo","requestStream":true,"responseStream":true,"originalName":"serverReflectionInfo", request: grpc_reflection_v1_ServerReflectionRequest, response: grpc_reflection_v1_ServerReflectionResponse },
  },
  "piccolo.actioncontroller.v1.ActionController": {
    ExecuteAction: { "path":"/piccolo.actioncontroller.v1.ActionController/ExecuteAction","requestStream":false,"responseStream":false,"originalName":"executeAction", request: piccolo_actioncontroller_v1_ActionExecutionRequest, response: piccolo_actioncontroller_v1_ActionResponse },
    RequestRecovery: { "path":"/piccolo.actioncontroller.v1.ActionController/RequestRecovery","requestStream":false,"responseStream":false,"originalName":"requestRecovery", request: piccolo_actioncontroller_v1_RecoveryRequest, response: piccolo_actioncontroller_v1_ActionResponse },
    RequestLifecycleAction: { "path":"/piccolo.actioncontroller.v1.ActionController/RequestLifecycleAction","requestStream":false,"responseStream":false,"originalName":"requestLifecycleAction", request: piccolo_actioncontroller_v1_LifecycleActionRequest, response: piccolo_actioncontroller_v1_ActionResponse },
  },
  "piccolo.monitoringserver.v1.MonitoringServer": {
    SendAlert: { "path":"/piccolo.monitoringserver.v1.MonitoringServer/SendAlert","requestStream":false,"responseStream":false,"originalName":"sendAlert", request: piccolo_monitoringserver_v1_SendAlertRequest, response: piccolo_monitoringserver_v1_SendAlertResponse },
    SendMetrics: { "path":"/piccolo.monitoringserver.v1.MonitoringServer/SendMetrics","requestStream":false,"responseStream":false,"originalName":"sendMetrics", request: piccolo_monitoringserver_v1_SendMetricsRequest, response: piccolo_monitoringserver_v1_SendMetricsResponse },
  },
  "piccolo.nodeagent.v1.NodeAgent": {
    GetStateDiff: { "path":"/piccolo.nodeagent.v1.NodeAgent/GetStateDiff","requestStream":false,"responseStream":false,"originalName":"getStateDiff", request: piccolo_nodeagent_v1_StateDiffRequest, response: piccolo_nodeagent_v1_GetStateDiffResponse },
    SubscribeStateDiffs: { "path":"/piccolo.nodeagent.v1.NodeAgent/SubscribeStateDiffs","requestStream":false,"responseStream":true,"originalName":"subscribeStateDiffs", request: piccolo_nodeagent_v1_StateDiffSubscription, response: piccolo_nodeagent_v1_SubscribeStateDiffsResponse },
    UpdateResourceState: { "path":"/piccolo.nodeagent.v1.NodeAgent/UpdateResourceState","requestStream":false,"responseStream":false,"originalName":"updateResourceState", request: piccolo_nodeagent_v1_UpdateResourceStateRequest, response: piccolo_nodeagent_v1_UpdateResourceStateResponse },
    ReadLogs: { "path":"/piccolo.nodeagent.v1.NodeAgent/ReadLogs","requestStream":false,"responseStream":true,"originalName":"readLogs", request: piccolo_nodeagent_v1_ReadLogsRequest, response: piccolo_nodeagent_v1_ReadLogsResponse },
  },
  "piccolo.statemanager.v1.StateManager": {
    UpdateState: { "path":"/piccolo.statemanager.v1.StateManager/UpdateState","requestStream":false,"responseStream":false,"originalName":"updateState", request: piccolo_statemanager_v1_StateUpdateRequest, response: piccolo_statemanager_v1_StateUpdateResponse },
    Apply: { "path":"/piccolo.statemanager.v1.StateManager/Apply","requestStream":false,"responseStream":false,"originalName":"apply", request: piccolo_statemanager_v1_ApplyRequest, response: piccolo_statemanager_v1_ApplyResponse },
    QueryState: { "path":"/piccolo.statemanager.v1.StateManager/QueryState","requestStream":false,"responseStream":false,"originalName":"queryState", request: piccolo_statemanager_v1_StateQueryRequest, response: piccolo_statemanager_v1_StateQueryResponse },
    SubscribeToStateChanges: { "path":"/piccolo.statemanager.v1.StateManager/SubscribeToStateChanges","requestStream":false,"responseStream":true,"originalName":"subscribeToStateChanges", request: piccolo_statemanager_v1_StateSubscriptionRequest, response: piccolo_statemanager_v1_StateChangeEvent },
    GetHistory: { "path":"/piccolo.statemanager.v1.StateManager/GetHistory","requestStream":false,"responseStream":false,"originalName":"getHistory", request: piccolo_statemanager_v1_GetHistoryRequest, response: piccolo_statemanager_v1_GetHistoryResponse },
    PlanReconciliation: { "path":"/piccolo.statemanager.v1.StateManager/PlanReconciliation","requestStream":false,"responseStream":false,"originalName":"planReconciliation", request: piccolo_statemanager_v1_PlanReconciliationRequest, response: piccolo_statemanager_v1_PlanReconciliationResponse },
    Explain: { "path":"/piccolo.statemanager.v1.StateManager/Explain","requestStream":false,"responseStream":false,"originalName":"explain", request: piccolo_statemanager_v1_ExplainRequest, response: piccolo_statemanager_v1_ExplainResponse },
    TriggerRecovery: { "path":"/piccolo.statemanager.v1.StateManager/TriggerRecovery","requestStream":false,"responseStream":false,"originalName":"triggerRecovery", request: piccolo_statemanager_v1_TriggerRecoveryRequest, response: piccolo_statemanager_v1_TriggerRecoveryResponse },
    GetStatus: { "path":"/piccolo.statemanager.v1.StateManager/GetStatus","requestStream":false,"responseStream":false,"originalName":"getStatus", request: piccolo_statemanager_v1_GetStatusRequest, response: piccolo_statemanager_v1_GetStatusResponse },
    ListAlerts: { "path":"/piccolo.statemanager.v1.StateManager/ListAlerts","requestStream":false,"responseStream":false,"originalName":"listAlerts", request: piccolo_statemanager_v1_ListAlertsRequest, response: piccolo_statemanager_v1_ListAlertsResponse },
    GetLogs: { "path":"/piccolo.statemanager.v1.StateManager/GetLogs","requestStream":false,"responseStream":true,"originalName":"getLogs", request: piccolo_statemanager_v1_GetLogsRequest, response: piccolo_statemanager_v1_GetLogsResponse },
    ListInstances: { "path":"/piccolo.statemanager.v1.StateManager/ListInstances","requestStream":false,"responseStream":false,"originalName":"listInstances", request: piccolo_statemanager_v1_ListInstancesRequest, response: piccolo_statemanager_v1_ListInstancesResponse },
    AdoptTerm: { "path":"/piccolo.statemanager.v1.StateManager/AdoptTerm","requestStream":false,"responseStream":false,"originalName":"adoptTerm", request: piccolo_statemanager_v1_AdoptTermRequest, response: piccolo_statemanager_v1_AdoptTermResponse },
  },
};
