// @ts-nocheck: the exports say their types.
import type { Codec, ServiceMethods } from "../../grpc/codec.ts";
import "../../grpc/long.ts";
import protobuf from "protobufjs/minimal.js";

const { Reader, Writer, util } = protobuf;

const nodeagent_fromactioncontroller_WorkloadCommand = { values: {"0":"WORKLOAD_COMMAND_CREATE","1":"WORKLOAD_COMMAND_START","2":"WORKLOAD_COMMAND_PAUSE","3":"WORKLOAD_COMMAND_UNPAUSE","4":"WORKLOAD_COMMAND_STOP","5":"WORKLOAD_COMMAND_RESTART","6":"WORKLOAD_COMMAND_REMOVE","WORKLOAD_COMMAND_CREATE":0,"WORKLOAD_COMMAND_START":1,"WORKLOAD_COMMAND_PAUSE":2,"WORKLOAD_COMMAND_UNPAUSE":3,"WORKLOAD_COMMAND_STOP":4,"WORKLOAD_COMMAND_RESTART":5,"WORKLOAD_COMMAND_REMOVE":6} };

const policymanager_FaultType = { values: {"0":"FAULT_TYPE_UNKNOWN","1":"FAULT_TYPE_DEADLINE_MISS","FAULT_TYPE_UNKNOWN":0,"FAULT_TYPE_DEADLINE_MISS":1} };

const schedinfo_v1_FaultType = { values: {"0":"UNKNOWN","1":"DMISS","UNKNOWN":0,"DMISS":1} };

const statemanager_ResourceType = { values: {"0":"RESOURCE_TYPE_UNSPECIFIED","1":"RESOURCE_TYPE_SCENARIO","2":"RESOURCE_TYPE_PACKAGE","3":"RESOURCE_TYPE_MODEL","4":"RESOURCE_TYPE_VOLUME","5":"RESOURCE_TYPE_NETWORK","6":"RESOURCE_TYPE_NODE","RESOURCE_TYPE_UNSPECIFIED":0,"RESOURCE_TYPE_SCENARIO":1,"RESOURCE_TYPE_PACKAGE":2,"RESOURCE_TYPE_MODEL":3,"RESOURCE_TYPE_VOLUME":4,"RESOURCE_TYPE_NETWORK":5,"RESOURCE_TYPE_NODE":6} };

const statemanager_ErrorCode = { values: {"0":"ERROR_CODE_SUCCESS","1":"ERROR_CODE_UNSPECIFIED","2":"ERROR_CODE_INVALID_REQUEST","3":"ERROR_CODE_RESOURCE_NOT_FOUND","4":"ERROR_CODE_INVALID_STATE_TRANSITION","5":"ERROR_CODE_PRECONDITION_FAILED","6":"ERROR_CODE_TIMEOUT","7":"ERROR_CODE_RESOURCE_UNAVAILABLE","8":"ERROR_CODE_PERMISSION_DENIED","9":"ERROR_CODE_INTERNAL_ERROR","10":"ERROR_CODE_DEPENDENCY_FAILED","11":"ERROR_CODE_RECOVERY_FAILED","ERROR_CODE_SUCCESS":0,"ERROR_CODE_UNSPECIFIED":1,"ERROR_CODE_INVALID_REQUEST":2,"ERROR_CODE_RESOURCE_NOT_FOUND":3,"ERROR_CODE_INVALID_STATE_TRANSITION":4,"ERROR_CODE_PRECONDITION_FAILED":5,"ERROR_CODE_TIMEOUT":6,"ERROR_CODE_RESOURCE_UNAVAILABLE":7,"ERROR_CODE_PERMISSION_DENIED":8,"ERROR_CODE_INTERNAL_ERROR":9,"ERROR_CODE_DEPENDENCY_FAILED":10,"ERROR_CODE_RECOVERY_FAILED":11} };

const actioncontroller_OffloadModelRequest = {
  ctor: class OffloadModelRequest {},
  encode: function OffloadModelRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.scenarioName!=null&&Object.hasOwnProperty.call(m,"scenarioName"))
  w.uint32(10).string(m.scenarioName)
  if(m.packageName!=null&&Object.hasOwnProperty.call(m,"packageName"))
  w.uint32(18).string(m.packageName)
  if(m.modelName!=null&&Object.hasOwnProperty.call(m,"modelName"))
  w.uint32(26).string(m.modelName)
  if(m.sourceNode!=null&&Object.hasOwnProperty.call(m,"sourceNode"))
  w.uint32(34).string(m.sourceNode)
  if(m.targetNode!=null&&Object.hasOwnProperty.call(m,"targetNode"))
  w.uint32(42).string(m.targetNode)
  if(m.policyName!=null&&Object.hasOwnProperty.call(m,"policyName"))
  w.uint32(50).string(m.policyName)
  if(m.reason!=null&&Object.hasOwnProperty.call(m,"reason"))
  w.uint32(58).string(m.reason)
  return w
},
  decode: function OffloadModelRequest$decode(r,l,e,n){
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
  m.scenarioName=r.string()
  break
  }
  case 2: {
  m.packageName=r.string()
  break
  }
  case 3: {
  m.modelName=r.string()
  break
  }
  case 4: {
  m.sourceNode=r.string()
  break
  }
  case 5: {
  m.targetNode=r.string()
  break
  }
  case 6: {
  m.policyName=r.string()
  break
  }
  case 7: {
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
  fromObject: function OffloadModelRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".actioncontroller.OffloadModelRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.scenarioName!=null){
  m.scenarioName=String(d.scenarioName)
  }
  if(d.packageName!=null){
  m.packageName=String(d.packageName)
  }
  if(d.modelName!=null){
  m.modelName=String(d.modelName)
  }
  if(d.sourceNode!=null){
  m.sourceNode=String(d.sourceNode)
  }
  if(d.targetNode!=null){
  m.targetNode=String(d.targetNode)
  }
  if(d.policyName!=null){
  m.policyName=String(d.policyName)
  }
  if(d.reason!=null){
  m.reason=String(d.reason)
  }
  return m
},
  toObject: function OffloadModelRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.scenarioName=""
  d.packageName=""
  d.modelName=""
  d.sourceNode=""
  d.targetNode=""
  d.policyName=""
  d.reason=""
  }
  if(m.scenarioName!=null&&Object.hasOwnProperty.call(m,"scenarioName")){
  d.scenarioName=m.scenarioName
  }
  if(m.packageName!=null&&Object.hasOwnProperty.call(m,"packageName")){
  d.packageName=m.packageName
  }
  if(m.modelName!=null&&Object.hasOwnProperty.call(m,"modelName")){
  d.modelName=m.modelName
  }
  if(m.sourceNode!=null&&Object.hasOwnProperty.call(m,"sourceNode")){
  d.sourceNode=m.sourceNode
  }
  if(m.targetNode!=null&&Object.hasOwnProperty.call(m,"targetNode")){
  d.targetNode=m.targetNode
  }
  if(m.policyName!=null&&Object.hasOwnProperty.call(m,"policyName")){
  d.policyName=m.policyName
  }
  if(m.reason!=null&&Object.hasOwnProperty.call(m,"reason")){
  d.reason=m.reason
  }
  return d
},
};

const actioncontroller_OffloadModelResponse = {
  ctor: class OffloadModelResponse {},
  encode: function OffloadModelResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.success!=null&&Object.hasOwnProperty.call(m,"success"))
  w.uint32(8).bool(m.success)
  if(m.message!=null&&Object.hasOwnProperty.call(m,"message"))
  w.uint32(18).string(m.message)
  if(m.transitionId!=null&&Object.hasOwnProperty.call(m,"transitionId"))
  w.uint32(26).string(m.transitionId)
  return w
},
  decode: function OffloadModelResponse$decode(r,l,e,n){
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
  m.success=r.bool()
  break
  }
  case 2: {
  m.message=r.string()
  break
  }
  case 3: {
  m.transitionId=r.string()
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
  fromObject: function OffloadModelResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".actioncontroller.OffloadModelResponse: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.success!=null){
  m.success=Boolean(d.success)
  }
  if(d.message!=null){
  m.message=String(d.message)
  }
  if(d.transitionId!=null){
  m.transitionId=String(d.transitionId)
  }
  return m
},
  toObject: function OffloadModelResponse$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.success=false
  d.message=""
  d.transitionId=""
  }
  if(m.success!=null&&Object.hasOwnProperty.call(m,"success")){
  d.success=m.success
  }
  if(m.message!=null&&Object.hasOwnProperty.call(m,"message")){
  d.message=m.message
  }
  if(m.transitionId!=null&&Object.hasOwnProperty.call(m,"transitionId")){
  d.transitionId=m.transitionId
  }
  return d
},
};

const monitoringserver_ContainerList = {
  ctor: class ContainerList {},
  encode: function ContainerList$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.nodeName!=null&&Object.hasOwnProperty.call(m,"nodeName"))
  w.uint32(10).string(m.nodeName)
  if(m.containers!=null&&m.containers.length){
  for(var i=0;i<m.containers.length;++i)
  monitoringserver_ContainerInfo.encode(m.containers[i],w.uint32(18).fork(),q+1).ldelim()
  }
  return w
},
  decode: function ContainerList$decode(r,l,e,n){
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
  m.nodeName=r.string()
  break
  }
  case 2: {
  if(!(m.containers&&m.containers.length))
  m.containers=[]
  m.containers.push(monitoringserver_ContainerInfo.decode(r,r.uint32(),undefined,n+1))
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
  fromObject: function ContainerList$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".monitoringserver.ContainerList: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.nodeName!=null){
  m.nodeName=String(d.nodeName)
  }
  if(d.containers){
  if(!Array.isArray(d.containers))
  throw TypeError(".monitoringserver.ContainerList.containers: array expected")
  m.containers=[]
  for(var i=0;i<d.containers.length;++i){
  if(!util.isObject(d.containers[i]))
  throw TypeError(".monitoringserver.ContainerList.containers: object expected")
  m.containers[i]=monitoringserver_ContainerInfo.fromObject(d.containers[i],n+1)
  }
  }
  return m
},
  toObject: function ContainerList$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.containers=[]
  }
  if(o.defaults){
  d.nodeName=""
  }
  if(m.nodeName!=null&&Object.hasOwnProperty.call(m,"nodeName")){
  d.nodeName=m.nodeName
  }
  if(m.containers&&m.containers.length){
  d.containers=[]
  for(var j=0;j<m.containers.length;++j){
  d.containers[j]=monitoringserver_ContainerInfo.toObject(m.containers[j],o,q+1)
  }
  }
  return d
},
};

const monitoringserver_ContainerInfo = {
  ctor: class ContainerInfo {},
  encode: function ContainerInfo$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.id!=null&&Object.hasOwnProperty.call(m,"id"))
  w.uint32(10).string(m.id)
  if(m.names!=null&&m.names.length){
  for(var i=0;i<m.names.length;++i)
  w.uint32(18).string(m.names[i])
  }
  if(m.image!=null&&Object.hasOwnProperty.call(m,"image"))
  w.uint32(26).string(m.image)
  if(m.state!=null&&Object.hasOwnProperty.call(m,"state")){
  for(var ks=Object.keys(m.state),i=0;i<ks.length;++i){
  w.uint32(34).fork().uint32(10).string(ks[i])
  .uint32(18).string(m.state[ks[i]]).ldelim()
  }
  }
  if(m.config!=null&&Object.hasOwnProperty.call(m,"config")){
  for(var ks=Object.keys(m.config),i=0;i<ks.length;++i){
  w.uint32(42).fork().uint32(10).string(ks[i])
  .uint32(18).string(m.config[ks[i]]).ldelim()
  }
  }
  if(m.annotation!=null&&Object.hasOwnProperty.call(m,"annotation")){
  for(var ks=Object.keys(m.annotation),i=0;i<ks.length;++i){
  w.uint32(50).fork().uint32(10).string(ks[i])
  .uint32(18).string(m.annotation[ks[i]]).ldelim()
  }
  }
  if(m.stats!=null&&Object.hasOwnProperty.call(m,"stats")){
  for(var ks=Object.keys(m.stats),i=0;i<ks.length;++i){
  w.uint32(58).fork().uint32(10).string(ks[i])
  .uint32(18).string(m.stats[ks[i]]).ldelim()
  }
  }
  return w
},
  decode: function ContainerInfo$decode(r,l,e,n){
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
  m.id=r.string()
  break
  }
  case 2: {
  if(!(m.names&&m.names.length))
  m.names=[]
  m.names.push(r.string())
  break
  }
  case 3: {
  m.image=r.string()
  break
  }
  case 4: {
  if(m.state===util.emptyObject)
  m.state={}
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
  util.makeProp(m.state,k)
  m.state[k]=value
  break
  }
  case 5: {
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
  case 6: {
  if(m.annotation===util.emptyObject)
  m.annotation={}
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
  util.makeProp(m.annotation,k)
  m.annotation[k]=value
  break
  }
  case 7: {
  if(m.stats===util.emptyObject)
  m.stats={}
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
  util.makeProp(m.stats,k)
  m.stats[k]=value
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
  fromObject: function ContainerInfo$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".monitoringserver.ContainerInfo: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.id!=null){
  m.id=String(d.id)
  }
  if(d.names){
  if(!Array.isArray(d.names))
  throw TypeError(".monitoringserver.ContainerInfo.names: array expected")
  m.names=[]
  for(var i=0;i<d.names.length;++i){
  m.names[i]=String(d.names[i])
  }
  }
  if(d.image!=null){
  m.image=String(d.image)
  }
  if(d.state){
  if(!util.isObject(d.state))
  throw TypeError(".monitoringserver.ContainerInfo.state: object expected")
  m.state={}
  for(var ks=Object.keys(d.state),i=0;i<ks.length;++i){
  if(ks[i]==="__proto__")
  util.makeProp(m.state,ks[i])
  m.state[ks[i]]=String(d.state[ks[i]])
  }
  }
  if(d.config){
  if(!util.isObject(d.config))
  throw TypeError(".monitoringserver.ContainerInfo.config: object expected")
  m.config={}
  for(var ks=Object.keys(d.config),i=0;i<ks.length;++i){
  if(ks[i]==="__proto__")
  util.makeProp(m.config,ks[i])
  m.config[ks[i]]=String(d.config[ks[i]])
  }
  }
  if(d.annotation){
  if(!util.isObject(d.annotation))
  throw TypeError(".monitoringserver.ContainerInfo.annotation: object expected")
  m.annotation={}
  for(var ks=Object.keys(d.annotation),i=0;i<ks.length;++i){
  if(ks[i]==="__proto__")
  util.makeProp(m.annotation,ks[i])
  m.annotation[ks[i]]=String(d.annotation[ks[i]])
  }
  }
  if(d.stats){
  if(!util.isObject(d.stats))
  throw TypeError(".monitoringserver.ContainerInfo.stats: object expected")
  m.stats={}
  for(var ks=Object.keys(d.stats),i=0;i<ks.length;++i){
  if(ks[i]==="__proto__")
  util.makeProp(m.stats,ks[i])
  m.stats[ks[i]]=String(d.stats[ks[i]])
  }
  }
  return m
},
  toObject: function ContainerInfo$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.names=[]
  }
  if(o.objects||o.defaults){
  d.state={}
  d.config={}
  d.annotation={}
  d.stats={}
  }
  if(o.defaults){
  d.id=""
  d.image=""
  }
  if(m.id!=null&&Object.hasOwnProperty.call(m,"id")){
  d.id=m.id
  }
  if(m.names&&m.names.length){
  d.names=[]
  for(var j=0;j<m.names.length;++j){
  d.names[j]=m.names[j]
  }
  }
  if(m.image!=null&&Object.hasOwnProperty.call(m,"image")){
  d.image=m.image
  }
  var ks2
  if(m.state&&(ks2=Object.keys(m.state)).length){
  d.state={}
  for(var j=0;j<ks2.length;++j){
  if(ks2[j]==="__proto__")
  util.makeProp(d.state,ks2[j])
  d.state[ks2[j]]=m.state[ks2[j]]
  }
  }
  if(m.config&&(ks2=Object.keys(m.config)).length){
  d.config={}
  for(var j=0;j<ks2.length;++j){
  if(ks2[j]==="__proto__")
  util.makeProp(d.config,ks2[j])
  d.config[ks2[j]]=m.config[ks2[j]]
  }
  }
  if(m.annotation&&(ks2=Object.keys(m.annotation)).length){
  d.annotation={}
  for(var j=0;j<ks2.length;++j){
  if(ks2[j]==="__proto__")
  util.makeProp(d.annotation,ks2[j])
  d.annotation[ks2[j]]=m.annotation[ks2[j]]
  }
  }
  if(m.stats&&(ks2=Object.keys(m.stats)).length){
  d.stats={}
  for(var j=0;j<ks2.length;++j){
  if(ks2[j]==="__proto__")
  util.makeProp(d.stats,ks2[j])
  d.stats[ks2[j]]=m.stats[ks2[j]]
  }
  }
  return d
},
};
monitoringserver_ContainerInfo.ctor.prototype.state = util.emptyObject;
monitoringserver_ContainerInfo.ctor.prototype.config = util.emptyObject;
monitoringserver_ContainerInfo.ctor.prototype.annotation = util.emptyObject;
monitoringserver_ContainerInfo.ctor.prototype.stats = util.emptyObject;

const monitoringserver_SendContainerListResponse = {
  ctor: class SendContainerListResponse {},
  encode: function SendContainerListResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.resp!=null&&Object.hasOwnProperty.call(m,"resp"))
  w.uint32(10).string(m.resp)
  return w
},
  decode: function SendContainerListResponse$decode(r,l,e,n){
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
  m.resp=r.string()
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
  fromObject: function SendContainerListResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".monitoringserver.SendContainerListResponse: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.resp!=null){
  m.resp=String(d.resp)
  }
  return m
},
  toObject: function SendContainerListResponse$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.resp=""
  }
  if(m.resp!=null&&Object.hasOwnProperty.call(m,"resp")){
  d.resp=m.resp
  }
  return d
},
};

const nodeagent_fromactioncontroller_HandleWorkloadRequest = {
  ctor: class HandleWorkloadRequest {},
  encode: function HandleWorkloadRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.workloadCommand!=null&&Object.hasOwnProperty.call(m,"workloadCommand"))
  w.uint32(8).int32(m.workloadCommand)
  if(m.pod!=null&&Object.hasOwnProperty.call(m,"pod"))
  w.uint32(18).string(m.pod)
  return w
},
  decode: function HandleWorkloadRequest$decode(r,l,e,n){
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
  m.workloadCommand=r.int32()
  break
  }
  case 2: {
  m.pod=r.string()
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
  fromObject: function HandleWorkloadRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".nodeagent.fromactioncontroller.HandleWorkloadRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  switch(d.workloadCommand){
  default:
  if(typeof(d.workloadCommand)==="number"){m.workloadCommand=d.workloadCommand;break}
  break
  case"WORKLOAD_COMMAND_CREATE":
  case 0:
  m.workloadCommand=0
  break
  case"WORKLOAD_COMMAND_START":
  case 1:
  m.workloadCommand=1
  break
  case"WORKLOAD_COMMAND_PAUSE":
  case 2:
  m.workloadCommand=2
  break
  case"WORKLOAD_COMMAND_UNPAUSE":
  case 3:
  m.workloadCommand=3
  break
  case"WORKLOAD_COMMAND_STOP":
  case 4:
  m.workloadCommand=4
  break
  case"WORKLOAD_COMMAND_RESTART":
  case 5:
  m.workloadCommand=5
  break
  case"WORKLOAD_COMMAND_REMOVE":
  case 6:
  m.workloadCommand=6
  break
  }
  if(d.pod!=null){
  m.pod=String(d.pod)
  }
  return m
},
  toObject: function HandleWorkloadRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.workloadCommand=o.enums===String?"WORKLOAD_COMMAND_CREATE":0
  d.pod=""
  }
  if(m.workloadCommand!=null&&Object.hasOwnProperty.call(m,"workloadCommand")){
  d.workloadCommand=o.enums===String?(nodeagent_fromactioncontroller_WorkloadCommand.values[m.workloadCommand]===undefined?m.workloadCommand:nodeagent_fromactioncontroller_WorkloadCommand.values[m.workloadCommand]):m.workloadCommand
  }
  if(m.pod!=null&&Object.hasOwnProperty.call(m,"pod")){
  d.pod=m.pod
  }
  return d
},
};

const nodeagent_fromactioncontroller_HandleWorkloadResponse = {
  ctor: class HandleWorkloadResponse {},
  encode: function HandleWorkloadResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.status!=null&&Object.hasOwnProperty.call(m,"status"))
  w.uint32(8).bool(m.status)
  if(m.desc!=null&&Object.hasOwnProperty.call(m,"desc"))
  w.uint32(18).string(m.desc)
  return w
},
  decode: function HandleWorkloadResponse$decode(r,l,e,n){
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
  m.status=r.bool()
  break
  }
  case 2: {
  m.desc=r.string()
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
  fromObject: function HandleWorkloadResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".nodeagent.fromactioncontroller.HandleWorkloadResponse: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.status!=null){
  m.status=Boolean(d.status)
  }
  if(d.desc!=null){
  m.desc=String(d.desc)
  }
  return m
},
  toObject: function HandleWorkloadResponse$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.status=false
  d.desc=""
  }
  if(m.status!=null&&Object.hasOwnProperty.call(m,"status")){
  d.status=m.status
  }
  if(m.desc!=null&&Object.hasOwnProperty.call(m,"desc")){
  d.desc=m.desc
  }
  return d
},
};

const nodeagent_fromapiserver_HeartbeatRequest = {
  ctor: class HeartbeatRequest {},
  encode: function HeartbeatRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.nodeId!=null&&Object.hasOwnProperty.call(m,"nodeId"))
  w.uint32(10).string(m.nodeId)
  if(m.timestamp!=null&&Object.hasOwnProperty.call(m,"timestamp"))
  w.uint32(16).int64(m.timestamp)
  return w
},
  decode: function HeartbeatRequest$decode(r,l,e,n){
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
  m.nodeId=r.string()
  break
  }
  case 2: {
  m.timestamp=r.int64()
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
  fromObject: function HeartbeatRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".nodeagent.fromapiserver.HeartbeatRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.nodeId!=null){
  m.nodeId=String(d.nodeId)
  }
  if(d.timestamp!=null){
  if(util.Long)
  m.timestamp=util.Long.fromValue(d.timestamp,false)
  else if(typeof d.timestamp==="string")
  m.timestamp=parseInt(d.timestamp,10)
  else if(typeof d.timestamp==="number")
  m.timestamp=d.timestamp
  else if(typeof d.timestamp==="object")
  m.timestamp=new util.LongBits(d.timestamp.low>>>0,d.timestamp.high>>>0).toNumber()
  }
  return m
},
  toObject: function HeartbeatRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.nodeId=""
  if(util.Long){
  var n=new util.Long(0,0,false)
  d.timestamp=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.timestamp=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  }
  if(m.nodeId!=null&&Object.hasOwnProperty.call(m,"nodeId")){
  d.nodeId=m.nodeId
  }
  if(m.timestamp!=null&&Object.hasOwnProperty.call(m,"timestamp")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.timestamp=typeof m.timestamp==="number"?BigInt(m.timestamp):util.Long.fromBits(m.timestamp.low>>>0,m.timestamp.high>>>0,false).toBigInt()
  else if(typeof m.timestamp==="number")
  d.timestamp=o.longs===String?String(m.timestamp):m.timestamp
  else
  d.timestamp=o.longs===String?util.Long.prototype.toString.call(m.timestamp):o.longs===Number?new util.LongBits(m.timestamp.low>>>0,m.timestamp.high>>>0).toNumber():m.timestamp
  }
  return d
},
};

const nodeagent_fromapiserver_HeartbeatResponse = {
  ctor: class HeartbeatResponse {},
  encode: function HeartbeatResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.ack!=null&&Object.hasOwnProperty.call(m,"ack"))
  w.uint32(8).bool(m.ack)
  return w
},
  decode: function HeartbeatResponse$decode(r,l,e,n){
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
  m.ack=r.bool()
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
  fromObject: function HeartbeatResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".nodeagent.fromapiserver.HeartbeatResponse: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.ack!=null){
  m.ack=Boolean(d.ack)
  }
  return m
},
  toObject: function HeartbeatResponse$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.ack=false
  }
  if(m.ack!=null&&Object.hasOwnProperty.call(m,"ack")){
  d.ack=m.ack
  }
  return d
},
};

const policymanager_ReportFaultRequest = {
  ctor: class ReportFaultRequest {},
  encode: function ReportFaultRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.workloadId!=null&&Object.hasOwnProperty.call(m,"workloadId"))
  w.uint32(10).string(m.workloadId)
  if(m.nodeId!=null&&Object.hasOwnProperty.call(m,"nodeId"))
  w.uint32(18).string(m.nodeId)
  if(m.taskName!=null&&Object.hasOwnProperty.call(m,"taskName"))
  w.uint32(26).string(m.taskName)
  if(m.faultType!=null&&Object.hasOwnProperty.call(m,"faultType"))
  w.uint32(32).int32(m.faultType)
  return w
},
  decode: function ReportFaultRequest$decode(r,l,e,n){
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
  m.workloadId=r.string()
  break
  }
  case 2: {
  m.nodeId=r.string()
  break
  }
  case 3: {
  m.taskName=r.string()
  break
  }
  case 4: {
  m.faultType=r.int32()
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
  fromObject: function ReportFaultRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".policymanager.ReportFaultRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.workloadId!=null){
  m.workloadId=String(d.workloadId)
  }
  if(d.nodeId!=null){
  m.nodeId=String(d.nodeId)
  }
  if(d.taskName!=null){
  m.taskName=String(d.taskName)
  }
  switch(d.faultType){
  default:
  if(typeof(d.faultType)==="number"){m.faultType=d.faultType;break}
  break
  case"FAULT_TYPE_UNKNOWN":
  case 0:
  m.faultType=0
  break
  case"FAULT_TYPE_DEADLINE_MISS":
  case 1:
  m.faultType=1
  break
  }
  return m
},
  toObject: function ReportFaultRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.workloadId=""
  d.nodeId=""
  d.taskName=""
  d.faultType=o.enums===String?"FAULT_TYPE_UNKNOWN":0
  }
  if(m.workloadId!=null&&Object.hasOwnProperty.call(m,"workloadId")){
  d.workloadId=m.workloadId
  }
  if(m.nodeId!=null&&Object.hasOwnProperty.call(m,"nodeId")){
  d.nodeId=m.nodeId
  }
  if(m.taskName!=null&&Object.hasOwnProperty.call(m,"taskName")){
  d.taskName=m.taskName
  }
  if(m.faultType!=null&&Object.hasOwnProperty.call(m,"faultType")){
  d.faultType=o.enums===String?(policymanager_FaultType.values[m.faultType]===undefined?m.faultType:policymanager_FaultType.values[m.faultType]):m.faultType
  }
  return d
},
};

const policymanager_ReportFaultResponse = {
  ctor: class ReportFaultResponse {},
  encode: function ReportFaultResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.processed!=null&&Object.hasOwnProperty.call(m,"processed"))
  w.uint32(8).bool(m.processed)
  if(m.message!=null&&Object.hasOwnProperty.call(m,"message"))
  w.uint32(18).string(m.message)
  return w
},
  decode: function ReportFaultResponse$decode(r,l,e,n){
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
  m.processed=r.bool()
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
  fromObject: function ReportFaultResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".policymanager.ReportFaultResponse: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.processed!=null){
  m.processed=Boolean(d.processed)
  }
  if(d.message!=null){
  m.message=String(d.message)
  }
  return m
},
  toObject: function ReportFaultResponse$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.processed=false
  d.message=""
  }
  if(m.processed!=null&&Object.hasOwnProperty.call(m,"processed")){
  d.processed=m.processed
  }
  if(m.message!=null&&Object.hasOwnProperty.call(m,"message")){
  d.message=m.message
  }
  return d
},
};

const rocksdbservice_KeyValue = {
  ctor: class KeyValue {},
  encode: function KeyValue$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.key!=null&&Object.hasOwnProperty.call(m,"key"))
  w.uint32(10).string(m.key)
  if(m.value!=null&&Object.hasOwnProperty.call(m,"value"))
  w.uint32(18).string(m.value)
  return w
},
  decode: function KeyValue$decode(r,l,e,n){
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
  m.key=r.string()
  break
  }
  case 2: {
  m.value=r.string()
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
  fromObject: function KeyValue$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".rocksdbservice.KeyValue: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.key!=null){
  m.key=String(d.key)
  }
  if(d.value!=null){
  m.value=String(d.value)
  }
  return m
},
  toObject: function KeyValue$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.key=""
  d.value=""
  }
  if(m.key!=null&&Object.hasOwnProperty.call(m,"key")){
  d.key=m.key
  }
  if(m.value!=null&&Object.hasOwnProperty.call(m,"value")){
  d.value=m.value
  }
  return d
},
};

const rocksdbservice_PutRequest = {
  ctor: class PutRequest {},
  encode: function PutRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.key!=null&&Object.hasOwnProperty.call(m,"key"))
  w.uint32(10).string(m.key)
  if(m.value!=null&&Object.hasOwnProperty.call(m,"value"))
  w.uint32(18).string(m.value)
  return w
},
  decode: function PutRequest$decode(r,l,e,n){
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
  m.key=r.string()
  break
  }
  case 2: {
  m.value=r.string()
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
  fromObject: function PutRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".rocksdbservice.PutRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.key!=null){
  m.key=String(d.key)
  }
  if(d.value!=null){
  m.value=String(d.value)
  }
  return m
},
  toObject: function PutRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.key=""
  d.value=""
  }
  if(m.key!=null&&Object.hasOwnProperty.call(m,"key")){
  d.key=m.key
  }
  if(m.value!=null&&Object.hasOwnProperty.call(m,"value")){
  d.value=m.value
  }
  return d
},
};

const rocksdbservice_PutResponse = {
  ctor: class PutResponse {},
  encode: function PutResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.success!=null&&Object.hasOwnProperty.call(m,"success"))
  w.uint32(8).bool(m.success)
  if(m.error!=null&&Object.hasOwnProperty.call(m,"error"))
  w.uint32(18).string(m.error)
  return w
},
  decode: function PutResponse$decode(r,l,e,n){
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
  m.success=r.bool()
  break
  }
  case 2: {
  m.error=r.string()
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
  fromObject: function PutResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".rocksdbservice.PutResponse: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.success!=null){
  m.success=Boolean(d.success)
  }
  if(d.error!=null){
  m.error=String(d.error)
  }
  return m
},
  toObject: function PutResponse$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.success=false
  d.error=""
  }
  if(m.success!=null&&Object.hasOwnProperty.call(m,"success")){
  d.success=m.success
  }
  if(m.error!=null&&Object.hasOwnProperty.call(m,"error")){
  d.error=m.error
  }
  return d
},
};

const rocksdbservice_GetRequest = {
  ctor: class GetRequest {},
  encode: function GetRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.key!=null&&Object.hasOwnProperty.call(m,"key"))
  w.uint32(10).string(m.key)
  return w
},
  decode: function GetRequest$decode(r,l,e,n){
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
  m.key=r.string()
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
  fromObject: function GetRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".rocksdbservice.GetRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.key!=null){
  m.key=String(d.key)
  }
  return m
},
  toObject: function GetRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.key=""
  }
  if(m.key!=null&&Object.hasOwnProperty.call(m,"key")){
  d.key=m.key
  }
  return d
},
};

const rocksdbservice_GetResponse = {
  ctor: class GetResponse {},
  encode: function GetResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.success!=null&&Object.hasOwnProperty.call(m,"success"))
  w.uint32(8).bool(m.success)
  if(m.value!=null&&Object.hasOwnProperty.call(m,"value"))
  w.uint32(18).string(m.value)
  if(m.message!=null&&Object.hasOwnProperty.call(m,"message"))
  w.uint32(26).string(m.message)
  return w
},
  decode: function GetResponse$decode(r,l,e,n){
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
  m.success=r.bool()
  break
  }
  case 2: {
  m.value=r.string()
  break
  }
  case 3: {
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
  fromObject: function GetResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".rocksdbservice.GetResponse: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.success!=null){
  m.success=Boolean(d.success)
  }
  if(d.value!=null){
  m.value=String(d.value)
  }
  if(d.message!=null){
  m.message=String(d.message)
  }
  return m
},
  toObject: function GetResponse$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.success=false
  d.value=""
  d.message=""
  }
  if(m.success!=null&&Object.hasOwnProperty.call(m,"success")){
  d.success=m.success
  }
  if(m.value!=null&&Object.hasOwnProperty.call(m,"value")){
  d.value=m.value
  }
  if(m.message!=null&&Object.hasOwnProperty.call(m,"message")){
  d.message=m.message
  }
  return d
},
};

const rocksdbservice_DeleteRequest = {
  ctor: class DeleteRequest {},
  encode: function DeleteRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.key!=null&&Object.hasOwnProperty.call(m,"key"))
  w.uint32(10).string(m.key)
  return w
},
  decode: function DeleteRequest$decode(r,l,e,n){
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
  m.key=r.string()
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
  fromObject: function DeleteRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".rocksdbservice.DeleteRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.key!=null){
  m.key=String(d.key)
  }
  return m
},
  toObject: function DeleteRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.key=""
  }
  if(m.key!=null&&Object.hasOwnProperty.call(m,"key")){
  d.key=m.key
  }
  return d
},
};

const rocksdbservice_DeleteResponse = {
  ctor: class DeleteResponse {},
  encode: function DeleteResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.success!=null&&Object.hasOwnProperty.call(m,"success"))
  w.uint32(8).bool(m.success)
  if(m.error!=null&&Object.hasOwnProperty.call(m,"error"))
  w.uint32(18).string(m.error)
  return w
},
  decode: function DeleteResponse$decode(r,l,e,n){
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
  m.success=r.bool()
  break
  }
  case 2: {
  m.error=r.string()
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
  fromObject: function DeleteResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".rocksdbservice.DeleteResponse: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.success!=null){
  m.success=Boolean(d.success)
  }
  if(d.error!=null){
  m.error=String(d.error)
  }
  return m
},
  toObject: function DeleteResponse$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.success=false
  d.error=""
  }
  if(m.success!=null&&Object.hasOwnProperty.call(m,"success")){
  d.success=m.success
  }
  if(m.error!=null&&Object.hasOwnProperty.call(m,"error")){
  d.error=m.error
  }
  return d
},
};

const rocksdbservice_BatchPutRequest = {
  ctor: class BatchPutRequest {},
  encode: function BatchPutRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.pairs!=null&&m.pairs.length){
  for(var i=0;i<m.pairs.length;++i)
  rocksdbservice_KeyValue.encode(m.pairs[i],w.uint32(10).fork(),q+1).ldelim()
  }
  return w
},
  decode: function BatchPutRequest$decode(r,l,e,n){
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
  if(!(m.pairs&&m.pairs.length))
  m.pairs=[]
  m.pairs.push(rocksdbservice_KeyValue.decode(r,r.uint32(),undefined,n+1))
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
  fromObject: function BatchPutRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".rocksdbservice.BatchPutRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.pairs){
  if(!Array.isArray(d.pairs))
  throw TypeError(".rocksdbservice.BatchPutRequest.pairs: array expected")
  m.pairs=[]
  for(var i=0;i<d.pairs.length;++i){
  if(!util.isObject(d.pairs[i]))
  throw TypeError(".rocksdbservice.BatchPutRequest.pairs: object expected")
  m.pairs[i]=rocksdbservice_KeyValue.fromObject(d.pairs[i],n+1)
  }
  }
  return m
},
  toObject: function BatchPutRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.pairs=[]
  }
  if(m.pairs&&m.pairs.length){
  d.pairs=[]
  for(var j=0;j<m.pairs.length;++j){
  d.pairs[j]=rocksdbservice_KeyValue.toObject(m.pairs[j],o,q+1)
  }
  }
  return d
},
};

const rocksdbservice_BatchPutResponse = {
  ctor: class BatchPutResponse {},
  encode: function BatchPutResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.success!=null&&Object.hasOwnProperty.call(m,"success"))
  w.uint32(8).bool(m.success)
  if(m.processedCount!=null&&Object.hasOwnProperty.call(m,"processedCount"))
  w.uint32(16).int32(m.processedCount)
  if(m.error!=null&&Object.hasOwnProperty.call(m,"error"))
  w.uint32(26).string(m.error)
  return w
},
  decode: function BatchPutResponse$decode(r,l,e,n){
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
  m.success=r.bool()
  break
  }
  case 2: {
  m.processedCount=r.int32()
  break
  }
  case 3: {
  m.error=r.string()
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
  fromObject: function BatchPutResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".rocksdbservice.BatchPutResponse: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.success!=null){
  m.success=Boolean(d.success)
  }
  if(d.processedCount!=null){
  m.processedCount=d.processedCount|0
  }
  if(d.error!=null){
  m.error=String(d.error)
  }
  return m
},
  toObject: function BatchPutResponse$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.success=false
  d.processedCount=0
  d.error=""
  }
  if(m.success!=null&&Object.hasOwnProperty.call(m,"success")){
  d.success=m.success
  }
  if(m.processedCount!=null&&Object.hasOwnProperty.call(m,"processedCount")){
  d.processedCount=m.processedCount
  }
  if(m.error!=null&&Object.hasOwnProperty.call(m,"error")){
  d.error=m.error
  }
  return d
},
};

const rocksdbservice_GetByPrefixRequest = {
  ctor: class GetByPrefixRequest {},
  encode: function GetByPrefixRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.prefix!=null&&Object.hasOwnProperty.call(m,"prefix"))
  w.uint32(10).string(m.prefix)
  if(m.limit!=null&&Object.hasOwnProperty.call(m,"limit"))
  w.uint32(16).int32(m.limit)
  return w
},
  decode: function GetByPrefixRequest$decode(r,l,e,n){
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
  m.prefix=r.string()
  break
  }
  case 2: {
  m.limit=r.int32()
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
  fromObject: function GetByPrefixRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".rocksdbservice.GetByPrefixRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.prefix!=null){
  m.prefix=String(d.prefix)
  }
  if(d.limit!=null){
  m.limit=d.limit|0
  }
  return m
},
  toObject: function GetByPrefixRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.prefix=""
  d.limit=0
  }
  if(m.prefix!=null&&Object.hasOwnProperty.call(m,"prefix")){
  d.prefix=m.prefix
  }
  if(m.limit!=null&&Object.hasOwnProperty.call(m,"limit")){
  d.limit=m.limit
  }
  return d
},
};

const rocksdbservice_GetByPrefixResponse = {
  ctor: class GetByPrefixResponse {},
  encode: function GetByPrefixResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.pairs!=null&&m.pairs.length){
  for(var i=0;i<m.pairs.length;++i)
  rocksdbservice_KeyValue.encode(m.pairs[i],w.uint32(10).fork(),q+1).ldelim()
  }
  if(m.totalCount!=null&&Object.hasOwnProperty.call(m,"totalCount"))
  w.uint32(16).int32(m.totalCount)
  if(m.error!=null&&Object.hasOwnProperty.call(m,"error"))
  w.uint32(26).string(m.error)
  return w
},
  decode: function GetByPrefixResponse$decode(r,l,e,n){
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
  if(!(m.pairs&&m.pairs.length))
  m.pairs=[]
  m.pairs.push(rocksdbservice_KeyValue.decode(r,r.uint32(),undefined,n+1))
  break
  }
  case 2: {
  m.totalCount=r.int32()
  break
  }
  case 3: {
  m.error=r.string()
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
  fromObject: function GetByPrefixResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".rocksdbservice.GetByPrefixResponse: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.pairs){
  if(!Array.isArray(d.pairs))
  throw TypeError(".rocksdbservice.GetByPrefixResponse.pairs: array expected")
  m.pairs=[]
  for(var i=0;i<d.pairs.length;++i){
  if(!util.isObject(d.pairs[i]))
  throw TypeError(".rocksdbservice.GetByPrefixResponse.pairs: object expected")
  m.pairs[i]=rocksdbservice_KeyValue.fromObject(d.pairs[i],n+1)
  }
  }
  if(d.totalCount!=null){
  m.totalCount=d.totalCount|0
  }
  if(d.error!=null){
  m.error=String(d.error)
  }
  return m
},
  toObject: function GetByPrefixResponse$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.pairs=[]
  }
  if(o.defaults){
  d.totalCount=0
  d.error=""
  }
  if(m.pairs&&m.pairs.length){
  d.pairs=[]
  for(var j=0;j<m.pairs.length;++j){
  d.pairs[j]=rocksdbservice_KeyValue.toObject(m.pairs[j],o,q+1)
  }
  }
  if(m.totalCount!=null&&Object.hasOwnProperty.call(m,"totalCount")){
  d.totalCount=m.totalCount
  }
  if(m.error!=null&&Object.hasOwnProperty.call(m,"error")){
  d.error=m.error
  }
  return d
},
};

const rocksdbservice_ListKeysRequest = {
  ctor: class ListKeysRequest {},
  encode: function ListKeysRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.prefix!=null&&Object.hasOwnProperty.call(m,"prefix"))
  w.uint32(10).string(m.prefix)
  if(m.limit!=null&&Object.hasOwnProperty.call(m,"limit"))
  w.uint32(16).int32(m.limit)
  return w
},
  decode: function ListKeysRequest$decode(r,l,e,n){
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
  m.prefix=r.string()
  break
  }
  case 2: {
  m.limit=r.int32()
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
  fromObject: function ListKeysRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".rocksdbservice.ListKeysRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.prefix!=null){
  m.prefix=String(d.prefix)
  }
  if(d.limit!=null){
  m.limit=d.limit|0
  }
  return m
},
  toObject: function ListKeysRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.prefix=""
  d.limit=0
  }
  if(m.prefix!=null&&Object.hasOwnProperty.call(m,"prefix")){
  d.prefix=m.prefix
  }
  if(m.limit!=null&&Object.hasOwnProperty.call(m,"limit")){
  d.limit=m.limit
  }
  return d
},
};

const rocksdbservice_ListKeysResponse = {
  ctor: class ListKeysResponse {},
  encode: function ListKeysResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.keys!=null&&m.keys.length){
  for(var i=0;i<m.keys.length;++i)
  w.uint32(10).string(m.keys[i])
  }
  if(m.totalCount!=null&&Object.hasOwnProperty.call(m,"totalCount"))
  w.uint32(16).int32(m.totalCount)
  if(m.error!=null&&Object.hasOwnProperty.call(m,"error"))
  w.uint32(26).string(m.error)
  return w
},
  decode: function ListKeysResponse$decode(r,l,e,n){
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
  if(!(m.keys&&m.keys.length))
  m.keys=[]
  m.keys.push(r.string())
  break
  }
  case 2: {
  m.totalCount=r.int32()
  break
  }
  case 3: {
  m.error=r.string()
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
  fromObject: function ListKeysResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".rocksdbservice.ListKeysResponse: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.keys){
  if(!Array.isArray(d.keys))
  throw TypeError(".rocksdbservice.ListKeysResponse.keys: array expected")
  m.keys=[]
  for(var i=0;i<d.keys.length;++i){
  m.keys[i]=String(d.keys[i])
  }
  }
  if(d.totalCount!=null){
  m.totalCount=d.totalCount|0
  }
  if(d.error!=null){
  m.error=String(d.error)
  }
  return m
},
  toObject: function ListKeysResponse$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.keys=[]
  }
  if(o.defaults){
  d.totalCount=0
  d.error=""
  }
  if(m.keys&&m.keys.length){
  d.keys=[]
  for(var j=0;j<m.keys.length;++j){
  d.keys[j]=m.keys[j]
  }
  }
  if(m.totalCount!=null&&Object.hasOwnProperty.call(m,"totalCount")){
  d.totalCount=m.totalCount
  }
  if(m.error!=null&&Object.hasOwnProperty.call(m,"error")){
  d.error=m.error
  }
  return d
},
};

const rocksdbservice_HealthRequest = {
  ctor: class HealthRequest {},
  encode: function HealthRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  return w
},
  decode: function HealthRequest$decode(r,l,e,n){
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
  fromObject: function HealthRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  return new this.ctor
},
  toObject: function HealthRequest$toObject(){
  return {}
},
};

const rocksdbservice_HealthResponse = {
  ctor: class HealthResponse {},
  encode: function HealthResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.status!=null&&Object.hasOwnProperty.call(m,"status"))
  w.uint32(10).string(m.status)
  if(m.version!=null&&Object.hasOwnProperty.call(m,"version"))
  w.uint32(18).string(m.version)
  if(m.databasePath!=null&&Object.hasOwnProperty.call(m,"databasePath"))
  w.uint32(26).string(m.databasePath)
  return w
},
  decode: function HealthResponse$decode(r,l,e,n){
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
  m.status=r.string()
  break
  }
  case 2: {
  m.version=r.string()
  break
  }
  case 3: {
  m.databasePath=r.string()
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
  fromObject: function HealthResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".rocksdbservice.HealthResponse: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.status!=null){
  m.status=String(d.status)
  }
  if(d.version!=null){
  m.version=String(d.version)
  }
  if(d.databasePath!=null){
  m.databasePath=String(d.databasePath)
  }
  return m
},
  toObject: function HealthResponse$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.status=""
  d.version=""
  d.databasePath=""
  }
  if(m.status!=null&&Object.hasOwnProperty.call(m,"status")){
  d.status=m.status
  }
  if(m.version!=null&&Object.hasOwnProperty.call(m,"version")){
  d.version=m.version
  }
  if(m.databasePath!=null&&Object.hasOwnProperty.call(m,"databasePath")){
  d.databasePath=m.databasePath
  }
  return d
},
};

const schedinfo_v1_FaultInfo = {
  ctor: class FaultInfo {},
  encode: function FaultInfo$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.workloadId!=null&&Object.hasOwnProperty.call(m,"workloadId"))
  w.uint32(10).string(m.workloadId)
  if(m.nodeId!=null&&Object.hasOwnProperty.call(m,"nodeId"))
  w.uint32(18).string(m.nodeId)
  if(m.taskName!=null&&Object.hasOwnProperty.call(m,"taskName"))
  w.uint32(26).string(m.taskName)
  if(m.type!=null&&Object.hasOwnProperty.call(m,"type"))
  w.uint32(32).int32(m.type)
  if(m.cumulativeDmiss!=null&&Object.hasOwnProperty.call(m,"cumulativeDmiss"))
  w.uint32(40).uint32(m.cumulativeDmiss)
  return w
},
  decode: function FaultInfo$decode(r,l,e,n){
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
  m.workloadId=r.string()
  break
  }
  case 2: {
  m.nodeId=r.string()
  break
  }
  case 3: {
  m.taskName=r.string()
  break
  }
  case 4: {
  m.type=r.int32()
  break
  }
  case 5: {
  m.cumulativeDmiss=r.uint32()
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
  fromObject: function FaultInfo$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".schedinfo.v1.FaultInfo: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.workloadId!=null){
  m.workloadId=String(d.workloadId)
  }
  if(d.nodeId!=null){
  m.nodeId=String(d.nodeId)
  }
  if(d.taskName!=null){
  m.taskName=String(d.taskName)
  }
  switch(d.type){
  default:
  if(typeof(d.type)==="number"){m.type=d.type;break}
  break
  case"UNKNOWN":
  case 0:
  m.type=0
  break
  case"DMISS":
  case 1:
  m.type=1
  break
  }
  if(d.cumulativeDmiss!=null){
  m.cumulativeDmiss=d.cumulativeDmiss>>>0
  }
  return m
},
  toObject: function FaultInfo$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.workloadId=""
  d.nodeId=""
  d.taskName=""
  d.type=o.enums===String?"UNKNOWN":0
  d.cumulativeDmiss=0
  }
  if(m.workloadId!=null&&Object.hasOwnProperty.call(m,"workloadId")){
  d.workloadId=m.workloadId
  }
  if(m.nodeId!=null&&Object.hasOwnProperty.call(m,"nodeId")){
  d.nodeId=m.nodeId
  }
  if(m.taskName!=null&&Object.hasOwnProperty.call(m,"taskName")){
  d.taskName=m.taskName
  }
  if(m.type!=null&&Object.hasOwnProperty.call(m,"type")){
  d.type=o.enums===String?(schedinfo_v1_FaultType.values[m.type]===undefined?m.type:schedinfo_v1_FaultType.values[m.type]):m.type
  }
  if(m.cumulativeDmiss!=null&&Object.hasOwnProperty.call(m,"cumulativeDmiss")){
  d.cumulativeDmiss=m.cumulativeDmiss
  }
  return d
},
};

const schedinfo_v1_Response = {
  ctor: class Response {},
  encode: function Response$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.status!=null&&Object.hasOwnProperty.call(m,"status"))
  w.uint32(8).int32(m.status)
  return w
},
  decode: function Response$decode(r,l,e,n){
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
  fromObject: function Response$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".schedinfo.v1.Response: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.status!=null){
  m.status=d.status|0
  }
  return m
},
  toObject: function Response$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.status=0
  }
  if(m.status!=null&&Object.hasOwnProperty.call(m,"status")){
  d.status=m.status
  }
  return d
},
};

const statemanager_Action = {
  ctor: class Action {},
  encode: function Action$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.action!=null&&Object.hasOwnProperty.call(m,"action"))
  w.uint32(10).string(m.action)
  return w
},
  decode: function Action$decode(r,l,e,n){
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
  m.action=r.string()
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
  fromObject: function Action$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".statemanager.Action: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.action!=null){
  m.action=String(d.action)
  }
  return m
},
  toObject: function Action$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.action=""
  }
  if(m.action!=null&&Object.hasOwnProperty.call(m,"action")){
  d.action=m.action
  }
  return d
},
};

const statemanager_Response = {
  ctor: class Response {},
  encode: function Response$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.resp!=null&&Object.hasOwnProperty.call(m,"resp"))
  w.uint32(10).string(m.resp)
  return w
},
  decode: function Response$decode(r,l,e,n){
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
  m.resp=r.string()
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
  fromObject: function Response$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".statemanager.Response: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.resp!=null){
  m.resp=String(d.resp)
  }
  return m
},
  toObject: function Response$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.resp=""
  }
  if(m.resp!=null&&Object.hasOwnProperty.call(m,"resp")){
  d.resp=m.resp
  }
  return d
},
};

const statemanager_StateChange = {
  ctor: class StateChange {},
  encode: function StateChange$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.resourceType!=null&&Object.hasOwnProperty.call(m,"resourceType"))
  w.uint32(8).int32(m.resourceType)
  if(m.resourceName!=null&&Object.hasOwnProperty.call(m,"resourceName"))
  w.uint32(18).string(m.resourceName)
  if(m.currentState!=null&&Object.hasOwnProperty.call(m,"currentState"))
  w.uint32(26).string(m.currentState)
  if(m.targetState!=null&&Object.hasOwnProperty.call(m,"targetState"))
  w.uint32(34).string(m.targetState)
  if(m.transitionId!=null&&Object.hasOwnProperty.call(m,"transitionId"))
  w.uint32(42).string(m.transitionId)
  if(m.timestampNs!=null&&Object.hasOwnProperty.call(m,"timestampNs"))
  w.uint32(48).int64(m.timestampNs)
  if(m.source!=null&&Object.hasOwnProperty.call(m,"source"))
  w.uint32(58).string(m.source)
  return w
},
  decode: function StateChange$decode(r,l,e,n){
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
  m.resourceType=r.int32()
  break
  }
  case 2: {
  m.resourceName=r.string()
  break
  }
  case 3: {
  m.currentState=r.string()
  break
  }
  case 4: {
  m.targetState=r.string()
  break
  }
  case 5: {
  m.transitionId=r.string()
  break
  }
  case 6: {
  m.timestampNs=r.int64()
  break
  }
  case 7: {
  m.source=r.string()
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
  fromObject: function StateChange$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".statemanager.StateChange: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  switch(d.resourceType){
  default:
  if(typeof(d.resourceType)==="number"){m.resourceType=d.resourceType;break}
  break
  case"RESOURCE_TYPE_UNSPECIFIED":
  case 0:
  m.resourceType=0
  break
  case"RESOURCE_TYPE_SCENARIO":
  case 1:
  m.resourceType=1
  break
  case"RESOURCE_TYPE_PACKAGE":
  case 2:
  m.resourceType=2
  break
  case"RESOURCE_TYPE_MODEL":
  case 3:
  m.resourceType=3
  break
  case"RESOURCE_TYPE_VOLUME":
  case 4:
  m.resourceType=4
  break
  case"RESOURCE_TYPE_NETWORK":
  case 5:
  m.resourceType=5
  break
  case"RESOURCE_TYPE_NODE":
  case 6:
  m.resourceType=6
  break
  }
  if(d.resourceName!=null){
  m.resourceName=String(d.resourceName)
  }
  if(d.currentState!=null){
  m.currentState=String(d.currentState)
  }
  if(d.targetState!=null){
  m.targetState=String(d.targetState)
  }
  if(d.transitionId!=null){
  m.transitionId=String(d.transitionId)
  }
  if(d.timestampNs!=null){
  if(util.Long)
  m.timestampNs=util.Long.fromValue(d.timestampNs,false)
  else if(typeof d.timestampNs==="string")
  m.timestampNs=parseInt(d.timestampNs,10)
  else if(typeof d.timestampNs==="number")
  m.timestampNs=d.timestampNs
  else if(typeof d.timestampNs==="object")
  m.timestampNs=new util.LongBits(d.timestampNs.low>>>0,d.timestampNs.high>>>0).toNumber()
  }
  if(d.source!=null){
  m.source=String(d.source)
  }
  return m
},
  toObject: function StateChange$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.resourceType=o.enums===String?"RESOURCE_TYPE_UNSPECIFIED":0
  d.resourceName=""
  d.currentState=""
  d.targetState=""
  d.transitionId=""
  if(util.Long){
  var n=new util.Long(0,0,false)
  d.timestampNs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.timestampNs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.source=""
  }
  if(m.resourceType!=null&&Object.hasOwnProperty.call(m,"resourceType")){
  d.resourceType=o.enums===String?(statemanager_ResourceType.values[m.resourceType]===undefined?m.resourceType:statemanager_ResourceType.values[m.resourceType]):m.resourceType
  }
  if(m.resourceName!=null&&Object.hasOwnProperty.call(m,"resourceName")){
  d.resourceName=m.resourceName
  }
  if(m.currentState!=null&&Object.hasOwnProperty.call(m,"currentState")){
  d.currentState=m.currentState
  }
  if(m.targetState!=null&&Object.hasOwnProperty.call(m,"targetState")){
  d.targetState=m.targetState
  }
  if(m.transitionId!=null&&Object.hasOwnProperty.call(m,"transitionId")){
  d.transitionId=m.transitionId
  }
  if(m.timestampNs!=null&&Object.hasOwnProperty.call(m,"timestampNs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.timestampNs=typeof m.timestampNs==="number"?BigInt(m.timestampNs):util.Long.fromBits(m.timestampNs.low>>>0,m.timestampNs.high>>>0,false).toBigInt()
  else if(typeof m.timestampNs==="number")
  d.timestampNs=o.longs===String?String(m.timestampNs):m.timestampNs
  else
  d.timestampNs=o.longs===String?util.Long.prototype.toString.call(m.timestampNs):o.longs===Number?new util.LongBits(m.timestampNs.low>>>0,m.timestampNs.high>>>0).toNumber():m.timestampNs
  }
  if(m.source!=null&&Object.hasOwnProperty.call(m,"source")){
  d.source=m.source
  }
  return d
},
};

const statemanager_StateChangeResponse = {
  ctor: class StateChangeResponse {},
  encode: function StateChangeResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.message!=null&&Object.hasOwnProperty.call(m,"message"))
  w.uint32(10).string(m.message)
  if(m.transitionId!=null&&Object.hasOwnProperty.call(m,"transitionId"))
  w.uint32(18).string(m.transitionId)
  if(m.timestampNs!=null&&Object.hasOwnProperty.call(m,"timestampNs"))
  w.uint32(24).int64(m.timestampNs)
  if(m.errorCode!=null&&Object.hasOwnProperty.call(m,"errorCode"))
  w.uint32(32).int32(m.errorCode)
  if(m.errorDetails!=null&&Object.hasOwnProperty.call(m,"errorDetails"))
  w.uint32(42).string(m.errorDetails)
  return w
},
  decode: function StateChangeResponse$decode(r,l,e,n){
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
  m.message=r.string()
  break
  }
  case 2: {
  m.transitionId=r.string()
  break
  }
  case 3: {
  m.timestampNs=r.int64()
  break
  }
  case 4: {
  m.errorCode=r.int32()
  break
  }
  case 5: {
  m.errorDetails=r.string()
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
  fromObject: function StateChangeResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".statemanager.StateChangeResponse: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.message!=null){
  m.message=String(d.message)
  }
  if(d.transitionId!=null){
  m.transitionId=String(d.transitionId)
  }
  if(d.timestampNs!=null){
  if(util.Long)
  m.timestampNs=util.Long.fromValue(d.timestampNs,false)
  else if(typeof d.timestampNs==="string")
  m.timestampNs=parseInt(d.timestampNs,10)
  else if(typeof d.timestampNs==="number")
  m.timestampNs=d.timestampNs
  else if(typeof d.timestampNs==="object")
  m.timestampNs=new util.LongBits(d.timestampNs.low>>>0,d.timestampNs.high>>>0).toNumber()
  }
  switch(d.errorCode){
  default:
  if(typeof(d.errorCode)==="number"){m.errorCode=d.errorCode;break}
  break
  case"ERROR_CODE_SUCCESS":
  case 0:
  m.errorCode=0
  break
  case"ERROR_CODE_UNSPECIFIED":
  case 1:
  m.errorCode=1
  break
  case"ERROR_CODE_INVALID_REQUEST":
  case 2:
  m.errorCode=2
  break
  case"ERROR_CODE_RESOURCE_NOT_FOUND":
  case 3:
  m.errorCode=3
  break
  case"ERROR_CODE_INVALID_STATE_TRANSITION":
  case 4:
  m.errorCode=4
  break
  case"ERROR_CODE_PRECONDITION_FAILED":
  case 5:
  m.errorCode=5
  break
  case"ERROR_CODE_TIMEOUT":
  case 6:
  m.errorCode=6
  break
  case"ERROR_CODE_RESOURCE_UNAVAILABLE":
  case 7:
  m.errorCode=7
  break
  case"ERROR_CODE_PERMISSION_DENIED":
  case 8:
  m.errorCode=8
  break
  case"ERROR_CODE_INTERNAL_ERROR":
  case 9:
  m.errorCode=9
  break
  case"ERROR_CODE_DEPENDENCY_FAILED":
  case 10:
  m.errorCode=10
  break
  case"ERROR_CODE_RECOVERY_FAILED":
  case 11:
  m.errorCode=11
  break
  }
  if(d.errorDetails!=null){
  m.errorDetails=String(d.errorDetails)
  }
  return m
},
  toObject: function StateChangeResponse$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.message=""
  d.transitionId=""
  if(util.Long){
  var n=new util.Long(0,0,false)
  d.timestampNs=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.timestampNs=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.errorCode=o.enums===String?"ERROR_CODE_SUCCESS":0
  d.errorDetails=""
  }
  if(m.message!=null&&Object.hasOwnProperty.call(m,"message")){
  d.message=m.message
  }
  if(m.transitionId!=null&&Object.hasOwnProperty.call(m,"transitionId")){
  d.transitionId=m.transitionId
  }
  if(m.timestampNs!=null&&Object.hasOwnProperty.call(m,"timestampNs")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.timestampNs=typeof m.timestampNs==="number"?BigInt(m.timestampNs):util.Long.fromBits(m.timestampNs.low>>>0,m.timestampNs.high>>>0,false).toBigInt()
  else if(typeof m.timestampNs==="number")
  d.timestampNs=o.longs===String?String(m.timestampNs):m.timestampNs
  else
  d.timestampNs=o.longs===String?util.Long.prototype.toString.call(m.timestampNs):o.longs===Number?new util.LongBits(m.timestampNs.low>>>0,m.timestampNs.high>>>0).toNumber():m.timestampNs
  }
  if(m.errorCode!=null&&Object.hasOwnProperty.call(m,"errorCode")){
  d.errorCode=o.enums===String?(statemanager_ErrorCode.values[m.errorCode]===undefined?m.errorCode:statemanager_ErrorCode.values[m.errorCode]):m.errorCode
  }
  if(m.errorDetails!=null&&Object.hasOwnProperty.call(m,"errorDetails")){
  d.errorDetails=m.errorDetails
  }
  return d
},
};

const statemanager_OffloadingRequest = {
  ctor: class OffloadingRequest {},
  encode: function OffloadingRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.scenarioName!=null&&Object.hasOwnProperty.call(m,"scenarioName"))
  w.uint32(10).string(m.scenarioName)
  if(m.packageName!=null&&Object.hasOwnProperty.call(m,"packageName"))
  w.uint32(18).string(m.packageName)
  if(m.modelName!=null&&Object.hasOwnProperty.call(m,"modelName"))
  w.uint32(26).string(m.modelName)
  if(m.sourceNode!=null&&Object.hasOwnProperty.call(m,"sourceNode"))
  w.uint32(34).string(m.sourceNode)
  if(m.targetNode!=null&&Object.hasOwnProperty.call(m,"targetNode"))
  w.uint32(42).string(m.targetNode)
  if(m.policyName!=null&&Object.hasOwnProperty.call(m,"policyName"))
  w.uint32(50).string(m.policyName)
  if(m.reason!=null&&Object.hasOwnProperty.call(m,"reason"))
  w.uint32(58).string(m.reason)
  return w
},
  decode: function OffloadingRequest$decode(r,l,e,n){
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
  m.scenarioName=r.string()
  break
  }
  case 2: {
  m.packageName=r.string()
  break
  }
  case 3: {
  m.modelName=r.string()
  break
  }
  case 4: {
  m.sourceNode=r.string()
  break
  }
  case 5: {
  m.targetNode=r.string()
  break
  }
  case 6: {
  m.policyName=r.string()
  break
  }
  case 7: {
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
  fromObject: function OffloadingRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".statemanager.OffloadingRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.scenarioName!=null){
  m.scenarioName=String(d.scenarioName)
  }
  if(d.packageName!=null){
  m.packageName=String(d.packageName)
  }
  if(d.modelName!=null){
  m.modelName=String(d.modelName)
  }
  if(d.sourceNode!=null){
  m.sourceNode=String(d.sourceNode)
  }
  if(d.targetNode!=null){
  m.targetNode=String(d.targetNode)
  }
  if(d.policyName!=null){
  m.policyName=String(d.policyName)
  }
  if(d.reason!=null){
  m.reason=String(d.reason)
  }
  return m
},
  toObject: function OffloadingRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.scenarioName=""
  d.packageName=""
  d.modelName=""
  d.sourceNode=""
  d.targetNode=""
  d.policyName=""
  d.reason=""
  }
  if(m.scenarioName!=null&&Object.hasOwnProperty.call(m,"scenarioName")){
  d.scenarioName=m.scenarioName
  }
  if(m.packageName!=null&&Object.hasOwnProperty.call(m,"packageName")){
  d.packageName=m.packageName
  }
  if(m.modelName!=null&&Object.hasOwnProperty.call(m,"modelName")){
  d.modelName=m.modelName
  }
  if(m.sourceNode!=null&&Object.hasOwnProperty.call(m,"sourceNode")){
  d.sourceNode=m.sourceNode
  }
  if(m.targetNode!=null&&Object.hasOwnProperty.call(m,"targetNode")){
  d.targetNode=m.targetNode
  }
  if(m.policyName!=null&&Object.hasOwnProperty.call(m,"policyName")){
  d.policyName=m.policyName
  }
  if(m.reason!=null&&Object.hasOwnProperty.call(m,"reason")){
  d.reason=m.reason
  }
  return d
},
};

const statemanager_OffloadingResponse = {
  ctor: class OffloadingResponse {},
  encode: function OffloadingResponse$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.accepted!=null&&Object.hasOwnProperty.call(m,"accepted"))
  w.uint32(8).bool(m.accepted)
  if(m.message!=null&&Object.hasOwnProperty.call(m,"message"))
  w.uint32(18).string(m.message)
  if(m.transitionId!=null&&Object.hasOwnProperty.call(m,"transitionId"))
  w.uint32(26).string(m.transitionId)
  return w
},
  decode: function OffloadingResponse$decode(r,l,e,n){
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
  case 2: {
  m.message=r.string()
  break
  }
  case 3: {
  m.transitionId=r.string()
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
  fromObject: function OffloadingResponse$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".statemanager.OffloadingResponse: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.accepted!=null){
  m.accepted=Boolean(d.accepted)
  }
  if(d.message!=null){
  m.message=String(d.message)
  }
  if(d.transitionId!=null){
  m.transitionId=String(d.transitionId)
  }
  return m
},
  toObject: function OffloadingResponse$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.accepted=false
  d.message=""
  d.transitionId=""
  }
  if(m.accepted!=null&&Object.hasOwnProperty.call(m,"accepted")){
  d.accepted=m.accepted
  }
  if(m.message!=null&&Object.hasOwnProperty.call(m,"message")){
  d.message=m.message
  }
  if(m.transitionId!=null&&Object.hasOwnProperty.call(m,"transitionId")){
  d.transitionId=m.transitionId
  }
  return d
},
};

export const MESSAGES: Readonly<Record<string, Codec>> = {
  "actioncontroller.OffloadModelRequest": actioncontroller_OffloadModelRequest,
  "actioncontroller.OffloadModelResponse": actioncontroller_OffloadModelResponse,
  "monitoringserver.ContainerList": monitoringserver_ContainerList,
  "monitoringserver.ContainerInfo": monitoringserver_ContainerInfo,
  "monitoringserver.SendContainerListResponse": monitoringserver_SendContainerListResponse,
  "nodeagent.fromactioncontroller.HandleWorkloadRequest": nodeagent_fromactioncontroller_HandleWorkloadRequest,
  "nodeagent.fromactioncontroller.HandleWorkloadResponse": nodeagent_fromactioncontroller_HandleWorkloadResponse,
  "nodeagent.fromapiserver.HeartbeatRequest": nodeagent_fromapiserver_HeartbeatRequest,
  "nodeagent.fromapiserver.HeartbeatResponse": nodeagent_fromapiserver_HeartbeatResponse,
  "policymanager.ReportFaultRequest": policymanager_ReportFaultRequest,
  "policymanager.ReportFaultResponse": policymanager_ReportFaultResponse,
  "rocksdbservice.KeyValue": rocksdbservice_KeyValue,
  "rocksdbservice.PutRequest": rocksdbservice_PutRequest,
  "rocksdbservice.PutResponse": rocksdbservice_PutResponse,
  "rocksdbservice.GetRequest": rocksdbservice_GetRequest,
  "rocksdbservice.GetResponse": rocksdbservice_GetResponse,
  "rocksdbservice.DeleteRequest": rocksdbservice_DeleteRequest,
  "rocksdbservice.DeleteResponse": rocksdbservice_DeleteResponse,
  "rocksdbservice.BatchPutRequest": rocksdbservice_BatchPutRequest,
  "rocksdbservice.BatchPutResponse": rocksdbservice_BatchPutResponse,
  "rocksdbservice.GetByPrefixRequest": rocksdbservice_GetByPrefixRequest,
  "rocksdbservice.GetByPrefixResponse": rocksdbservice_GetByPrefixResponse,
  "rocksdbservice.ListKeysRequest": rocksdbservice_ListKeysRequest,
  "rocksdbservice.ListKeysResponse": rocksdbservice_ListKeysResponse,
  "rocksdbservice.HealthRequest": rocksdbservice_HealthRequest,
  "rocksdbservice.HealthResponse": rocksdbservice_HealthResponse,
  "schedinfo.v1.FaultInfo": schedinfo_v1_FaultInfo,
  "schedinfo.v1.Response": schedinfo_v1_Response,
  "statemanager.Action": statemanager_Action,
  "statemanager.Response": statemanager_Response,
  "statemanager.StateChange": statemanager_StateChange,
  "statemanager.StateChangeResponse": statemanager_StateChangeResponse,
  "statemanager.OffloadingRequest": statemanager_OffloadingRequest,
  "statemanager.OffloadingResponse": statemanager_OffloadingResponse,
};

export const SERVICES: Readonly<Record<string, ServiceMethods>> = {
  "actioncontroller.ActionControllerConnection": {
    OffloadModel: { "path":"/actioncontroller.ActionControllerConnection/OffloadModel","requestStream":false,"responseStream":false,"originalName":"offloadModel", request: actioncontroller_OffloadModelRequest, response: actioncontroller_OffloadModelResponse },
  },
  "nodeagent.NodeAgentConnection": {
    Heartbeat: { "path":"/nodeagent.NodeAgentConnection/Heartbeat","requestStream":false,"responseStream":false,"originalName":"heartbeat", request: nodeagent_fromapiserver_HeartbeatRequest, response: nodeagent_fromapiserver_HeartbeatResponse },
    HandleWorkload: { "path":"/nodeagent.NodeAgentConnection/HandleWorkload","requestStream":false,"responseStream":false,"originalName":"handleWorkload", request: nodeagent_fromactioncontroller_HandleWorkloadRequest, response: nodeagent_fromactioncontroller_HandleWorkloadResponse },
  },
  "policymanager.PolicyManagerConnection": {
    ReportFault: { "path":"/policymanager.PolicyManagerConnection/ReportFault","requestStream":false,"responseStream":false,"originalName":"reportFault", request: policymanager_ReportFaultRequest, response: policymanager_ReportFaultResponse },
  },
  "rocksdbservice.RocksDbService": {
    Put: { "path":"/rocksdbservice.RocksDbService/Put","requestStream":false,"responseStream":false,"originalName":"put", request: rocksdbservice_PutRequest, response: rocksdbservice_PutResponse },
    Get: { "path":"/rocksdbservice.RocksDbService/Get","requestStream":false,"responseStream":false,"originalName":"get", request: rocksdbservice_GetRequest, response: rocksdbservice_GetResponse },
    Delete: { "path":"/rocksdbservice.RocksDbService/Delete","requestStream":false,"responseStream":false,"originalName":"delete", request: rocksdbservice_DeleteRequest, response: rocksdbservice_DeleteResponse },
    BatchPut: { "path":"/rocksdbservice.RocksDbService/BatchPut","requestStream":false,"responseStream":false,"originalName":"batchPut", request: rocksdbservice_BatchPutRequest, response: rocksdbservice_BatchPutResponse },
    GetByPrefix: { "path":"/rocksdbservice.RocksDbService/GetByPrefix","requestStream":false,"responseStream":false,"originalName":"getByPrefix", request: rocksdbservice_GetByPrefixRequest, response: rocksdbservice_GetByPrefixResponse },
    ListKeys: { "path":"/rocksdbservice.RocksDbService/ListKeys","requestStream":false,"responseStream":false,"originalName":"listKeys", request: rocksdbservice_ListKeysRequest, response: rocksdbservice_ListKeysResponse },
    Health: { "path":"/rocksdbservice.RocksDbService/Health","requestStream":false,"responseStream":false,"originalName":"health", request: rocksdbservice_HealthRequest, response: rocksdbservice_HealthResponse },
  },
  "schedinfo.v1.FaultService": {
    NotifyFault: { "path":"/schedinfo.v1.FaultService/NotifyFault","requestStream":false,"responseStream":false,"originalName":"notifyFault", request: schedinfo_v1_FaultInfo, response: schedinfo_v1_Response },
  },
  "statemanager.StateManagerConnection": {
    SendAction: { "path":"/statemanager.StateManagerConnection/SendAction","requestStream":false,"responseStream":false,"originalName":"sendAction", request: statemanager_Action, response: statemanager_Response },
    SendChangedContainerList: { "path":"/statemanager.StateManagerConnection/SendChangedContainerList","requestStream":false,"responseStream":false,"originalName":"sendChangedContainerList", request: monitoringserver_ContainerList, response: monitoringserver_SendContainerListResponse },
    SendStateChange: { "path":"/statemanager.StateManagerConnection/SendStateChange","requestStream":false,"responseStream":false,"originalName":"sendStateChange", request: statemanager_StateChange, response: statemanager_StateChangeResponse },
    TriggerOffloading: { "path":"/statemanager.StateManagerConnection/TriggerOffloading","requestStream":false,"responseStream":false,"originalName":"triggerOffloading", request: statemanager_OffloadingRequest, response: statemanager_OffloadingResponse },
  },
};
