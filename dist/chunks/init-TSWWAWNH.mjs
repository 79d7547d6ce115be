import { createRequire as __createRequire } from "node:module";
const require = __createRequire(import.meta.url);
import{findBoundary,findModels,showPath}from"./chunk-JPLPV5LZ.mjs";import{require_dist}from"./chunk-GM72OELA.mjs";import"./chunk-GDOQYD4A.mjs";import{exists,writeFileAtomic}from"./chunk-CFLPURFM.mjs";import{openLog}from"./chunk-PBM3KTMC.mjs";import"./chunk-HC4EJ6HN.mjs";import{UserError,__name,__toESM}from"./chunk-OQY62POK.mjs";import{join}from"node:path";var import_yaml=__toESM(require_dist(),1);function renderConfigFile(models){return["# What dlpu builds; every key: docs/configuration.md of dlpu.","socs: [cpu, artpec-7, artpec-8, artpec-9, cv25, cv75]","models:",...models.flatMap(renderEntry),""].join(`
`)}__name(renderConfigFile,"renderConfigFile");function renderEntry(path){return[`  - path: ${(0,import_yaml.stringify)(path).trimEnd()}`,"    # preprocess: { resize: stretch, color: rgb, mean: 0, std: 255 } # x = (pixel - mean) / std","    # calibration: calibration # 100 to 200 images from the camera: a folder, a glob, or .npy","    # evaluation: { data: evaluation, labels: evaluation/labels.csv } # columns file,label"]}__name(renderEntry,"renderEntry");var QUICK_START_WORKFLOW=`name: Models

on:
  pull_request:
  push:
    branches: [main] # stores what pull requests are compared with

permissions:
  actions: read # finds the stored report of the base branch
  contents: read
  pull-requests: write # writes the comment

jobs:
  models:
    runs-on: ubuntu-24.04
    timeout-minutes: 60
    steps:
      - uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2
        with:
          persist-credentials: false
      - uses: axis-dlpu/dlpu@v1
`;var CONFIG="dlpu.yml",WORKFLOW=".github/workflows/dlpu.yml";async function init(folder){let models=await findModels(".",{base:folder,boundary:await findBoundary(folder,void 0),naming:"dlpu init"},join(folder,"out"));if(models.length===0)throw new UserError(`No model was found below ${folder}`,"Add .onnx, .tflite, .keras, .h5 or SavedModel files, then run dlpu init again.");let files=new Map([[CONFIG,renderConfigFile(models.map(path=>showPath(path,folder)))],[WORKFLOW,QUICK_START_WORKFLOW]]),written=[];for(let[path,text]of files)await exists(join(folder,path))||(await writeFileAtomic(join(folder,path),text),written.push(path));return written}__name(init,"init");async function runInitCommand(){let log=openLog(),written=await init(process.cwd());for(let path of written)log.line(`wrote ${path}`);written.length===0&&log.line("dlpu.yml and the workflow are there already")}__name(runInitCommand,"runInitCommand");export{runInitCommand};
