// Original file: proto/pullpiri/rocksdbservice.proto


export interface HealthRequest {
}

export interface HealthRequest__Output {
}
